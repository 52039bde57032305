import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("A limit of the plan", .enabled(if: TestPlatform.isPossible))
struct Limiting {
    private let predictions = Limit("garden.predictions")

    private func allow(_ limits: String, _ platform: TestPlatform) async throws {
        try await platform.arrange("update plans set limits = \(limits)::jsonb where is_default")
    }

    @Test("is never exceeded, however many count at the same time, and is used to the last")
    func together() async throws {
        try await withGarden { platform, scope in
            try await allow("{\"garden.predictions\": {\"most\": 100, \"per\": \"day\"}}", platform)
            let granted = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<1_000 {
                    group.addTask {
                        do {
                            try await scope.transaction { try await $0.reserve(predictions) }
                            return true
                        } catch { return false }
                    }
                }
                return await group.reduce(into: 0) { count, isGranted in count += isGranted ? 1 : 0 }
            }
            #expect(granted == 100)
            let used = try await platform.superuser.read(Query.rows("select used from usage where name = 'garden.predictions' order by per") { try $0.next(Int.self) })
            #expect(used == [100, 100])
        }
    }

    @Test("counts what was kept, and not what was undone or taken back")
    func undone() async throws {
        try await withGarden { platform, scope in
            try await allow("{\"garden.predictions\": {\"most\": 3, \"per\": \"month\"}}", platform)
            for _ in 0..<5 {
                _ = try? await scope.transaction { scope in
                    try await scope.reserve(predictions, 2)
                    throw PageError.badForm
                }
            }
            try await scope.reserve(predictions, 3)
            let refused = LimitReached(name: "garden.predictions", most: 3, per: .month)
            await #expect(throws: refused) { try await scope.reserve(predictions) }
            #expect(refused.status == .tooManyRequests)
            try await scope.release(predictions, 2)
            try await scope.reserve(predictions, 2)
            await #expect(throws: refused) { try await scope.reserve(predictions) }
        }
    }

    @Test("with a grace may be exceeded by so much, and by no more")
    func grace() async throws {
        try await withGarden { platform, scope in
            try await allow("{\"garden.predictions\": {\"most\": 10, \"per\": \"day\", \"grace\": 20}}", platform)
            try await scope.reserve(predictions, 12)
            await #expect(throws: LimitReached.self) { try await scope.reserve(predictions) }
        }
    }

    @Test("is one business's own")
    func own() async throws {
        try await withTwoGardens { platform, acme, globex in
            try await allow("{\"garden.predictions\": {\"most\": 1, \"per\": \"day\"}}", platform)
            try await acme.reserve(predictions)
            try await globex.reserve(predictions)
            await #expect(throws: LimitReached.self) { try await acme.reserve(predictions) }
            let seen = try await acme.db.value("select count(*) from usage", of: Int.self)
            #expect(seen == 3) // by the day, by the month, and the members
            for cheat in ["update usage set used = 0", "delete from usage", "insert into usage (name, per, used) values ('x', 'day', -9)"] as [SQL] {
                await #expect(throws: DatabaseError.self) { try await acme.db.execute(cheat) }
            }
        }
    }

    @Test("on members refuses one seat too many, until somebody goes")
    func members() async throws {
        try await withGarden { platform, scope in
            try await allow("{\"members\": {\"most\": 2}}", platform)
            let second = try await platform.join(scope.business.id, as: .staff)
            await #expect(throws: DatabaseError.self) { try await platform.join(scope.business.id, as: .viewer) }
            try await platform.arrange("delete from members where id = \(second.member.id)")
            _ = try await platform.join(scope.business.id, as: .viewer)
        }
    }

    @Test("on records of a kind holds for one at a time, for many at once and for those that come back")
    func records() async throws {
        try await withGarden { platform, scope in
            try await allow("{\"garden.beds\": {\"most\": 3}}", platform)
            let beds = platform.beds(scope), first = Bed.named("First")
            try await beds.create(first)
            try await beds.create(.named("Second"))
            let refused = LimitReached(name: "garden.beds", most: 3, per: nil, isKind: true)
            let two = [Bed.named("Third"), .named("Fourth")]
            await #expect(throws: refused) {
                try await scope.transaction { scope in for bed in two { try await platform.beds(scope).create(bed) } }
            }
            try await beds.create(.named("Third"))
            await #expect(throws: refused) { try await beds.create(.named("Fourth")) }
            _ = try await beds.delete([first.id])
            try await beds.create(.named("Fourth"))
            await #expect(throws: refused) { _ = try await beds.restore([first.id]) }
        }
    }

    @Test("on records is exact when many are added at the same time")
    func manyRecords() async throws {
        try await withGarden { platform, scope in
            try await allow("{\"garden.beds\": {\"most\": 7}}", platform)
            await withTaskGroup { group in
                for number in 0..<60 { group.addTask { try? await platform.beds(scope).create(.named("Bed \(number)")) } }
            }
            let there = try await scope.db.value("select count(*) from beds", of: Int.self)
            #expect(there == 7)
        }
    }

    @Test("that is lowered takes nothing away, and lets nothing be added until there is less")
    func lowered() async throws {
        try await withGarden { platform, scope in
            let made = [Bed.named("A"), .named("B"), .named("C")]
            for bed in made { try await platform.beds(scope).create(bed) }
            try await allow("{\"garden.beds\": {\"most\": 2}}", platform)
            let there = try await scope.db.value("select count(*) from beds", of: Int.self)
            #expect(there == 3)
            _ = try await platform.beds(scope).delete([made[0].id])
            await #expect(throws: LimitReached.self) { try await platform.beds(scope).create(.named("D")) }
            _ = try await platform.beds(scope).delete([made[1].id])
            try await platform.beds(scope).create(.named("D"))
        }
    }

    @Test("is shown with what is used of it, and in which colour", arguments: [
        (0, "plenty"), (7, "plenty"), (8, "near"), (10, "grace"), (11, "grace"), (12, "full"),
    ])
    func shown(used: Int, state: String) async throws {
        try await withGarden { platform, _ in
            try await allow("{\"api.calls\": {\"most\": 10, \"per\": \"day\", \"grace\": 20}, \"garden.beds\": {\"most\": 4}}", platform)
            let scope = try await platform.register("Meter")
            if used > 0 { try await scope.reserve(.calls, used) }
            let usage = try await platform.registry.usage(in: scope)
            let calls = try #require(usage.first { $0.name == "api.calls" })
            #expect(calls.used == used && calls.state.rawValue == state && calls.percent == min(100, used * 10))
            #expect(usage.map(\.name) == ["members", "storage", "api.calls", "garden.beds"])
            #expect(usage[0].used == 1 && usage[0].percent == nil)
        }
    }

    @Test("of any size is reckoned with, also one that was stored before there was a most", arguments: [
        (Int.max, nil, 7), (Int.max, 1_000, 7), (1 << 60, 1_000, 1 << 61), (Int.max, Int.max, Int.max),
    ] as [(Int, Int?, Int)])
    func huge(most: Int, grace: Int?, used: Int) async throws {
        let terms = LimitTerms(most: most, grace: grace)
        #expect(terms.ceiling >= most)
        let usage = Usage(name: "members", title: "platform.limits.members", unit: .count, used: used, terms: terms)
        #expect((usage.percent ?? 101) <= 100 && (used == 7 ? usage.state == .plenty : usage.state != .plenty))
        try await withGarden { platform, scope in
            let stored = "{\"most\": \(most), \"grace\": \(grace ?? 0)}"
            try await allow("{\"members\": \(stored), \"garden.beds\": \(stored), \"garden.predictions\": \(stored)}", platform)
            try await platform.beds(scope).create(.named("First"))
            try await scope.reserve(predictions)
            _ = try await platform.join(scope.business.id, as: .viewer)
            let has = try await platform.superuser.read(Query<Bool>.value("select kontor.has_seat(\(scope.business.id))"))
            let ceiling = try await platform.superuser.read(Query<Int>.value("select kontor.ceiling(\(stored)::jsonb)"))
            #expect(has && ceiling == terms.ceiling)
            let now = try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
            #expect(try await platform.registry.usage(in: now).map(\.name) == ["members", "storage", "garden.beds"])
        }
    }

    @Test("on what happens that names no period is a month's, and says so when it is reached")
    func withoutPeriod() async throws {
        try await withGarden { platform, scope in
            try await allow("{\"garden.predictions\": {\"most\": 2}, \"api.calls\": {\"most\": 9}}", platform)
            try await scope.reserve(predictions, 2)
            await #expect(throws: LimitReached(name: "garden.predictions", most: 2, per: .month)) { try await scope.reserve(predictions) }
            let now = try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
            let calls = try await platform.registry.usage(in: now).first { $0.name == "api.calls" }
            #expect(calls?.terms == LimitTerms(most: 9, per: .month))
        }
    }

    @Test("that was reached says how long it is until counting begins anew", arguments: [
        ("2026-01-31T23:59:30Z", 30, 30), ("2026-02-01T00:00:00Z", 86_400, 28 * 86_400),
    ])
    func waiting(at text: String, day: Int, month: Int) throws {
        let now = try Date(text, strategy: .iso8601)
        #expect(LimitReached(name: "api.calls", most: 1, per: .day).wait(from: now) == day)
        #expect(LimitReached(name: "api.calls", most: 1, per: .month).wait(from: now) == month)
        #expect(LimitReached(name: "members", most: 1, per: nil).wait(from: now) == nil)
    }
}
