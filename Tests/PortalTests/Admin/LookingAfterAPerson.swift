import Platform
import Support
import Testing

@Suite("Looking after a person", .enabled(if: TestPlatform.isPossible))
struct LookingAfterAPerson {
    @Test("shows their seats with the roles they have there, and how many sessions are open")
    func page() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme <1>"), globex = try await house.platform.register("Globex")
            try await house.arrange("""
                insert into members (business_id, id, user_id, role) values (\(globex.business.id), gen_random_uuid(), \(acme.member.user), 'viewer')
                """)
            for _ in 0..<2 { _ = try await house.session(of: acme.member) }
            var support = try await house.browser(of: .support)
            #expect(try await support.get("/people").text.contains("href=\"/people/\(acme.member.user)\""))
            let page = try await support.get("/people/\(acme.member.user)").text
            for said in ["Acme &lt;1&gt;", "Globex", "Owner", "Viewer", "href=\"/businesses/\(globex.business.id)\"", "<dt>Open sessions</dt><dd><bdi>2</bdi></dd>"] {
                #expect(page.contains(said), "\(said)")
            }
            #expect(!page.contains("/deactivate") && !page.contains("\(acme.member.user)/reset"), "support changes nothing")
            #expect(try await support.get("/people/\(ID<User>())").status == 404)
        }
    }

    @Test("signs them out everywhere, and nobody else")
    func signOut() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme"), colleague = try await house.platform.join(acme.business.id, as: .staff)
            _ = try await house.session(of: acme.member)
            _ = try await house.session(of: colleague.member)
            var admin = try await house.browser(of: .admin)
            #expect(try await admin.post("/people/\(acme.member.user)/sign-out").location == "/people/\(acme.member.user)")
            #expect(try await house.value("select array_agg(user_id) from sessions") == [colleague.member.user])
            #expect(try await house.value("select string_agg(action, ',') from operator_actions") == "person.signed_out")
            #expect(try await admin.post("/people/\(acme.member.user)/deactivate?at=person").location == "/people/\(acme.member.user)")
        }
    }

    @Test("sends a link to them that no page shows, three at most")
    func reset() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme", language: .es)
            var admin = try await house.browser(of: .admin)
            let path = "/people/\(acme.member.user)"
            #expect(try await admin.get(path).text.contains("action=\"\(path)/reset\""))
            for _ in 0..<4 { #expect(try await admin.post("\(path)/reset").location == path) }
            let page = try await admin.get(path).text
            #expect(page.contains("they have three links already"))
            let plain: String = try await house.value("select plain from mails limit 1")
            let link = try #require(plain.firstMatch(of: /https?:\/\/[^\/]+\/reset\?link=([^\s]+)/)?.1)
            #expect(!page.contains(link))
            let secret = try #require(Secret(String(link)))
            #expect(try await house.value("select count(*) from links where digest = \(secret.digest)") == 1)
            #expect(try await house.value("select count(*) from mails where language = 'es' and recipient like 'owner.%'") == 3)
            #expect(try await house.value("select count(*) from operator_actions where action = 'person.reset_sent'") == 3)
        }
    }

    @Test("is refused by the database itself to whoever is no admin")
    func database() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            let email = try await house.operatorAdded(.support)
            let id: ID<Operator> = try await house.value("select id from operators where email = \(email)")
            await #expect(throws: DatabaseError.self) {
                try await house.platform.operators.write(.execute("select kontor.end_person_sessions(\(id), \(acme.member.user))"))
            }
            await #expect(throws: DatabaseError.self) { try await house.platform.operators.write(.execute("select kontor.operators(\(id))")) }
        }
    }
}

@Suite("The platform's figures", .enabled(if: TestPlatform.isPossible))
struct CountingThePlatform {
    @Test("count businesses, people, plans and their worth, and lead to what they count")
    func figures() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            for name in ["Globex", "Initech"] { _ = try await house.platform.register(name) }
            _ = try await house.platform.join(acme.business.id, as: .staff)
            try await house.arrange("update businesses set created_at = now() - interval '40 days' where name = 'Initech'")
            try await house.arrange("update businesses set suspended_reason = 'Unpaid', suspended_at = now() where name = 'Initech'")
            try await house.arrange("""
                update subscriptions set plan_id = (select id from plans where code = 'pro'), period = 'year', status = 'past_due', ends_at = now() + interval '1 day'
                 where business_id = \(acme.business.id)
                """)
            var support = try await house.browser(of: .support)
            let page = try await support.get("/").text
            func figure(_ path: String) -> String? {
                page.matches(of: /href="([^"]*)">[^<]*<\/a><span class="tile__figure[^"]*">([^<]*)</).first { $0.1 == path }.map { String($0.2) }
            }
            #expect(figure("/businesses") == "3" && figure("/businesses?status=active") == "2" && figure("/businesses?status=inactive") == "1")
            #expect(figure("/businesses?standing=past_due") == "1" && figure("/people") == "4")
            #expect(page.contains("2 businesses") && page.contains("$82.50"), "a year's price counts by its twelfth")
            #expect(try await support.get("/businesses?standing=past_due").text.contains("1 business<"))
            let pro = try await support.get("/businesses?plan=pro").text
            #expect(pro.contains("<bdi>Acme</bdi>") && !pro.contains("<bdi>Globex</bdi>"))
        }
    }
}
