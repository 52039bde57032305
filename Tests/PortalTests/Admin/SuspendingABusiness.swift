import Platform
import Support
import Testing

@Suite("Suspending a business", .enabled(if: TestPlatform.isPossible))
struct SuspendingABusiness {
    @Test("shows its members the reason at once, and reactivating lets them work again")
    func reasonIsSeen() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex")
            let acmes = try await house.session(of: acme.member), globexs = try await house.session(of: globex.member)
            var admin = try await house.browser(of: .admin)
            let answer = try await admin.post("/businesses/\(acme.business.id)/suspend", ["reason": " The bill\r\nis open. "])
            #expect(answer.location == "/businesses/\(acme.business.id)")
            #expect(try await reason(acmes, house) == "The bill\nis open.")
            #expect(try await reason(globexs, house) == nil)

            _ = try await admin.post("/businesses/\(acme.business.id)/reactivate")
            #expect(try await reason(acmes, house) == nil)
        }
    }

    @Test("tells every node to forget what it knows of its members")
    func nodesForget() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            var admin = try await house.browser(of: .admin)
            var heard: String?
            listening: for try await news in house.platform.app.notifications(on: ["kontor_access"]) {
                switch news {
                case .listening: _ = try await admin.post("/businesses/\(acme.business.id)/suspend", ["reason": "Why not"])
                case .heard(let notification):
                    heard = notification.payload
                    break listening
                case .lost: break listening
                }
            }
            #expect(heard == acme.business.id.description)
        }
    }

    @Test("needs a reason of at most 500 characters", arguments: ["", " \r\n ", String(repeating: "é", count: 501)])
    func needsReason(typed: String) async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            var admin = try await house.browser(of: .admin)
            let answer = try await admin.post("/businesses/\(acme.business.id)/suspend", ["reason": typed])
            #expect(answer.status == 422)
            #expect(answer.text.contains("id=\"field-reason-error\""))
            #expect(answer.text.contains(String(repeating: "é", count: 501)) == (typed.count == 501), "what was typed is kept")
            #expect(try await house.value("select count(*) from businesses where suspended_reason is not null") == 0)
            let longest = try await admin.post(
                "/businesses/\(acme.business.id)/suspend", ["reason": String(repeating: "é", count: 500)])
            #expect(longest.status == 303)
        }
    }

    @Test("is noted with the operator, the reason and a new version")
    func isNoted() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            var admin = try await house.browser(of: .admin, named: "Grace Operator")
            _ = try await admin.post("/businesses/\(acme.business.id)/suspend", ["reason": "The <bill> is open"])
            let page = try await admin.get("/businesses/\(acme.business.id)")
            #expect(page.text.contains("The &lt;bill&gt; is open"))
            #expect(page.text.contains("Suspended by Grace Operator"))
            // A second click changes nothing, the reason least of all.
            _ = try await admin.post("/businesses/\(acme.business.id)/suspend", ["reason": "Another"])
            let noted: String = try await house.value("""
                select string_agg(a.action || ': ' || a.reason || ' (' || o.name || ')', ', ')
                  from operator_actions a join operators o on o.id = a.operator_id
                 where subject_id = \(acme.business.id)
                """)
            #expect(noted == "business.suspended: The <bill> is open (Grace Operator)")
            #expect(try await house.value("select version from businesses where updated_at > created_at", of: Int.self) == 2)
        }
    }

    @Test("is seen by support, who can neither suspend nor reactivate")
    func supportCannot() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex")
            var admin = try await house.browser(of: .admin), support = try await house.browser(of: .support)
            _ = try await admin.post("/businesses/\(acme.business.id)/suspend", ["reason": "The bill is open"])
            #expect(try await admin.get("/businesses/\(globex.business.id)").text.contains("/suspend\""))
            #expect(try await support.get("/businesses/\(globex.business.id)").text.contains("/suspend\"") == false)
            let page = try await support.get("/businesses/\(acme.business.id)")
            #expect(page.text.contains("The bill is open"))
            #expect(!page.text.contains("/reactivate\""))
            #expect(try await support.post("/businesses/\(globex.business.id)/suspend", ["reason": "No"]).status == 403)
            #expect(try await support.post("/businesses/\(acme.business.id)/reactivate").status == 403)
            #expect(try await house.value("select string_agg(name, ', ') from businesses where suspended_reason is not null") == "Acme")
        }
    }

    @Test("of which there is none leads to a page that says so", arguments: [ID<Business>().description, "1", "%00"])
    func unknown(id: String) async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin)
            for answer in [
                try await admin.get("/businesses/\(id)"),
                try await admin.post("/businesses/\(id)/suspend", ["reason": "Why not"]),
                try await admin.post("/businesses/\(id)/suspend"),
                try await admin.post("/businesses/\(id)/reactivate"),
            ] {
                #expect(answer.status == 404)
                #expect(answer.text.contains("<p class=\"error__status\">404</p>"))
            }
        }
    }

    private func reason(_ session: [UInt8], _ house: AdminHouse) async throws -> String? {
        try await Database<Visitor>(visitors: house.platform.app)
            .value("select suspended_reason from kontor.access(\(session))", of: String?.self)
    }
}
