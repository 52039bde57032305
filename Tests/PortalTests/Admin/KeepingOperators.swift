import Platform
import Support
import Testing

@Suite("Keeping operators", .enabled(if: TestPlatform.isPossible))
struct KeepingOperators {
    private func id(_ house: AdminHouse, _ name: String) async throws -> ID<Operator> {
        try await house.value("select id from operators where name = \(name)")
    }

    @Test("adds one who chooses a password by a link that is good once")
    func add() async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin)
            let typed: KeyValuePairs = ["name": "Grace", "email": "grace@platform.example", "role": "support"]
            #expect(try await admin.post("/operators", typed).location == "/operators")
            #expect(try await admin.get("/operators").text.contains("Has no password yet"))
            #expect(try await admin.post("/operators", typed).status == 422, "of that address there is one")
            let plain: String = try await house.value("select plain from mails")
            let link = String(try #require(plain.firstMatch(of: /\/welcome\?link=([^\s]+)/)?.1))
            var grace = house.browser
            #expect(try await grace.post("/sign-in", ["email": "grace@platform.example", "password": ""]).status != 303)
            #expect(try await grace.get("/welcome?link=\(link)").text.contains("new_password"))
            #expect(try await grace.post("/welcome", ["link": link, "new_password": "short"]).status == 422)
            #expect(try await grace.post("/welcome", ["link": link, "new_password": AdminHouse.password]).location == "/sign-in")
            #expect(try await grace.post("/welcome", ["link": link, "new_password": "another password"]).location == nil)
            #expect(try await grace.post("/sign-in", ["email": "grace@platform.example", "password": AdminHouse.password]).location == "/")
            #expect(try await grace.get("/operators").status == 403)
        }
    }

    @Test("sends whoever has no password yet another link, and the one before is good no more")
    func again() async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin, named: "Ada"), support = try await house.browser(of: .support, named: "Sam")
            _ = try await admin.post("/operators", ["name": "Grace", "email": "grace@platform.example", "role": "support"])
            let graces = try await id(house, "Grace"), adas = try await id(house, "Ada"), sams = try await id(house, "Sam")
            try await house.arrange("update operator_links set expires_at = now()")
            #expect(try await admin.get("/operators").text.components(separatedBy: "/link\"").count == 2, "for her alone")
            #expect(try await support.post("/operators/\(graces)/link").status == 403)
            for _ in 0..<2 { #expect(try await admin.post("/operators/\(graces)/link").location == "/operators") }
            #expect(try await house.value("select count(*) from operator_links where expires_at > now() + interval '2 days'") == 1)
            let plain: String = try await house.value("select plain from mails order by created_at desc, id desc limit 1")
            let link = String(try #require(plain.firstMatch(of: /\/welcome\?link=([^\s]+)/)?.1))
            var grace = house.browser
            #expect(try await grace.post("/welcome", ["link": link, "new_password": AdminHouse.password]).location == "/sign-in")
            for id in [graces, adas] { _ = try await admin.post("/operators/\(id)/link") }
            #expect(try await house.value("select count(*) from mails") == 3, "who has a password asks for another")
            #expect(try await !admin.get("/operators").text.contains("/link\""))
            #expect(try await house.value("select string_agg(action, ',' order by created_at) from operator_actions")
                == "operator.added,operator.link_sent,operator.link_sent")
            await #expect(throws: DatabaseError.self) {
                try await house.platform.operators.write(.execute("""
                    select kontor.send_operator_link(\(sams), \(graces), \(Secret().digest), '1 hour', gen_random_uuid(), 'en', 'x', 'x', 'x')
                    """))
            }
        }
    }

    @Test("changes a role and shuts an account, and their sessions end at once")
    func change() async throws {
        try await AdminHouse.with { house in
            var ada = try await house.browser(of: .admin, named: "Ada"), grace = try await house.browser(of: .support, named: "Grace")
            let graces = try await id(house, "Grace"), own = try await id(house, "Ada")
            _ = try await ada.post("/operators/\(graces)/role", ["role": "admin"])
            #expect(try await grace.get("/plans").location?.hasPrefix("/sign-in") == true)
            #expect(try await house.value("select role from operators where name = 'Grace'") == "admin")
            _ = try await ada.post("/operators/\(graces)/deactivate")
            #expect(try await house.value("select deactivated_at is not null from operators where name = 'Grace'"))
            _ = try await ada.post("/operators/\(graces)/activate")
            for (path, fields) in [("role", ["role": "support"]), ("deactivate", [:])] as [(String, KeyValuePairs<String, String>)] {
                #expect(try await ada.post("/operators/\(own)/\(path)", fields).status == 409, "not one's own")
            }
            #expect(try await house.value("select string_agg(action, ',' order by created_at) from operator_actions")
                == "operator.role,operator.deactivated,operator.activated")
            await #expect(throws: DatabaseError.self) {
                try await house.platform.operators.write(.execute("select kontor.change_operator(\(own), \(own), 'support', true)"))
            }
        }
    }
}
