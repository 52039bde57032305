import CRM
import FoundationEssentials
import Logging
import Platform
import Support
import Testing

@Suite("A page of a module that fails again and again", .enabled(if: TestPlatform.isPossible))
struct Fencing {
    private func fail(_ times: Int, _ house: CustomerHouse, _ cookie: String) async throws -> [Int] {
        var statuses: [Int] = []
        for _ in 0..<times { statuses.append(try await house.ask(.get, "/sales/today", cookie: cookie).status) }
        return statuses
    }

    @Test("rests after the fifth failure: a quiet page in the portal's frame, without running it")
    func rests() async throws {
        let failing = Failing()
        try await withSales(failing) { house, _, cookie in
            failing.error = Failing.Mistake.brokenFor(name: "Ada")
            #expect(try await fail(5, house, cookie) == [500, 500, 500, 500, 500])
            let answer = try await house.ask(.get, "/sales/today", cookie: cookie)
            #expect(answer.status == 503 && failing.runs == 5)
            #expect(answer.text.contains("Sales: this page is resting") && answer.text.contains("href=\"/crm/customers\""))
            #expect(answer.headers[.retryAfter].flatMap { Int($0) }.map { (800...900).contains($0) } == true)
            #expect(try await house.ask(.get, "/sales/deals", cookie: cookie).status == 200, "its other pages work")
            let noted = try await house.value("select concat_ws('|', module, kind, surface, error, detail) from fences", of: String.self)
            #expect(noted == "sales|route|GET /sales/today|Mistake|brokenFor", "nothing about Ada")
        }
    }

    @Test("rests for the business where it fails, and for no other")
    func oneBusiness() async throws {
        let failing = Failing()
        try await withSales(failing) { house, _, cookie in
            failing.error = Failing.Mistake.brokenFor(name: "Ada")
            _ = try await fail(5, house, cookie)
            failing.error = nil
            let other = try await house.cookie(of: house.platform.register("Globex"))
            #expect(try await fail(1, house, other) == [200])
            #expect(try await fail(1, house, cookie) == [503])
        }
    }

    @Test("does not rest when it works in between, when it refuses in words, or when the failures are old")
    func forgiven() async throws {
        let failing = Failing()
        try await withSales(failing) { house, _, cookie in
            failing.error = Failing.Mistake.brokenFor(name: "Ada")
            _ = try await fail(4, house, cookie)
            failing.error = nil
            _ = try await fail(1, house, cookie)
            #expect(try await house.value("select count(*) from fences", of: Int.self) == 0)
            failing.error = Failing.Mistake.brokenFor(name: "Ada")
            _ = try await fail(4, house, cookie)
            try await house.platform.superuser.write(.execute("update fences set recent = array(select t - interval '11 minutes' from unnest(recent) t)"))
            #expect(try await fail(4, house, cookie) == [500, 500, 500, 500])
            failing.error = PageError.badForm
            #expect(try await fail(9, house, cookie) == Array(repeating: 400, count: 9))
        }
    }

    @Test("is tried once when it has rested, and rests on when that fails")
    func halfOpen() async throws {
        let failing = Failing()
        try await withSales(failing) { house, owner, cookie in
            /// A node; where its rest lasts no time at all, it is over whenever it is looked at.
            func node(restingFor rest: Duration) -> Fence {
                var rules = Fence.Rules()
                rules.rest = rest
                return Fence(house.platform.app, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, rules: rules)
            }
            func run(_ fence: Fence) async throws {
                try await fence.guarding(.init(.job, "nightly"), of: "sales", for: owner.business.id) { try failing.happen() }
            }
            let (brief, long, another) = (node(restingFor: .zero), node(restingFor: .seconds(900)), node(restingFor: .zero))
            failing.error = Failing.Mistake.brokenFor(name: "Ada")
            for _ in 0..<5 { await #expect(throws: Failing.Mistake.self) { try await run(brief) } }
            await #expect(throws: Failing.Mistake.self, "the one try") { try await run(brief) }
            await #expect(throws: Failing.Mistake.self, "it has not heard of it") { try await run(long) }
            await #expect(throws: Resting.self) { try await run(long) }
            await #expect(throws: Resting.self, "it asks whether the try is still to be had") { try await run(brief) }
            #expect(failing.runs == 7)
            await #expect(throws: Failing.Mistake.self) { try await run(another) }
            failing.error = nil
            try await run(another)
            try await run(another)
            #expect(failing.runs == 10)
            #expect(try await house.value("select count(*) from fences", of: Int.self) == 0)
        }
    }

    @Test("rests on every node, and runs again on every node when an operator says so", .timeLimit(.minutes(30)))
    func nodes() async throws {
        let failing = Failing()
        try await AdminHouse.with([crm, sales(failing)], texts: salesTexts) { house in
            let owner = try await house.platform.register("Acme")
            let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let (here, there) = (Fence(house.platform.app, logger: quiet), Fence(house.platform.app, logger: quiet))
            @Sendable func rests(_ fence: Fence) async -> Bool {
                do {
                    try await fence.guarding(.init(.route, "GET /sales/today"), of: "sales", for: owner.business.id) { try failing.happen() }
                    return false
                } catch { return error is Resting }
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for fence in [here, there] { group.addTask { try await fence.run() } }
                failing.error = Failing.Mistake.brokenFor(name: "Ada")
                for _ in 0..<5 { _ = await rests(here) }
                while await !rests(there) { try await Task.sleep(for: .milliseconds(20)) }

                failing.error = nil
                var support = try await house.browser(of: .support), admin = try await house.browser(of: .admin)
                let page = try await support.get("/modules").text
                #expect(page.contains("GET /sales/today") && page.contains("Mistake: brokenFor") && page.contains("Acme") && !page.contains("/retry"))
                let path = try #require(try await admin.get("/modules").text.firstMatch(of: /action="(\/modules\/resting\/[^"]+\/retry)"/)).1
                #expect(try await support.post(String(path)).status == 403)
                #expect(try await admin.post(String(path)).location == "/modules")
                while await rests(there) { try await Task.sleep(for: .milliseconds(20)) }
                while await rests(here) { try await Task.sleep(for: .milliseconds(20)) }
                #expect(try await admin.get("/modules").text.contains("/retry") == false)
                #expect(try await house.value("select count(*) from operator_actions where action = 'module.retried'", of: Int.self) == 1)
                group.cancelAll()
            }
        }
    }

    @Test("costs a healthy request no statement")
    func free() async throws {
        // Where no statement can be sent.
        let nowhere = ConnectionPool(PoolConfiguration(connectionString: "host=/nowhere"))
        let fence = Fence(nowhere, logger: Logger(label: "test"))
        #expect(try await fence.guarding(.init(.card, "growth"), of: "sales", for: ID()) { 1 } == 1)
    }
}
