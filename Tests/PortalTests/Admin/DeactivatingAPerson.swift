import Platform
import Support
import Testing

@Suite("Deactivating a person", .enabled(if: TestPlatform.isPossible))
struct DeactivatingAPerson {
    @Test("ends all their sessions, and nobody else's")
    func endsSessions() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            let colleague = try await house.platform.join(acme.business.id, as: .staff)
            let session = try await house.session(of: acme.member), other = try await house.session(of: colleague.member)
            _ = try await house.session(of: acme.member)
            var admin = try await house.browser(of: .admin)
            let answer = try await admin.post("/people/\(acme.member.user)/deactivate?q=owner")
            #expect(answer.location == "/people?q=owner")
            #expect(try await house.value("select array_agg(user_id) from sessions") == [colleague.member.user])
            #expect(try await seats(session, house) == 0)
            #expect(try await seats(other, house) == 1)
        }
    }

    @Test("shuts the account until it is activated again")
    func shutsAccount() async throws {
        try await AdminHouse.with { house in
            let accounts = Accounts(Database(visitors: house.platform.app), passwords: AdminHouse.passwords)
            let email = try #require(EmailAddress("lin@acme.example"))
            try await accounts.register(Registration(
                name: "Lin", email: email, password: AdminHouse.password, businessName: "Acme", currency: .usd))
            let user: ID<User> = try await house.value("select id from users")
            func signIn() async throws {
                _ = try await accounts.signIn(email: email.text, password: AdminHouse.password, address: "192.0.2.7", agent: "")
            }
            var admin = try await house.browser(of: .admin)
            try await signIn()
            _ = try await admin.post("/people/\(user)/deactivate")
            await #expect(throws: AccountError.deactivated) { try await signIn() }
            // One that was being opened meanwhile must not come to life.
            let late = Secret().digest
            try await house.platform.app.write(.execute("select kontor.start_session(\(late), \(user), '1 hour', '')"))
            _ = try await admin.post("/people/\(user)/activate")
            #expect(try await seats(late, house) == 0)
            try await signIn()
            #expect(try await house.value("select string_agg(action, ', ' order by id) from operator_actions")
                == "person.deactivated, person.activated")
        }
    }

    @Test("can be taken back from the page that follows")
    func undo() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            var admin = try await house.browser(of: .admin)
            #expect(try await admin.get("/people").text.contains("action=\"/people/\(acme.member.user)/deactivate\" data-confirm="))
            _ = try await admin.post("/people/\(acme.member.user)/deactivate")
            let page = try await admin.get("/people?status=inactive")
            #expect(page.text.contains("Owner of Acme is deactivated and signed out everywhere."))
            #expect(page.text.contains("<form method=\"post\" action=\"/people/\(acme.member.user)/activate\">"))
            #expect(try await admin.get("/people").text.contains("signed out everywhere") == false, "said once")
        }
    }

    @Test("is not for support")
    func supportCannot() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            _ = try await house.session(of: acme.member)
            var support = try await house.browser(of: .support)
            #expect(try await support.get("/people").text.contains("/deactivate") == false)
            #expect(try await support.post("/people/\(acme.member.user)/deactivate").status == 403)
            #expect(try await support.post("/people/\(acme.member.user)/activate").status == 403)
            #expect(try await house.value("select count(*) from sessions") == 1)
        }
    }

    @Test("of whom there is none leads to a page that says so")
    func unknown() async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin)
            #expect(try await admin.post("/people/\(ID<User>())/deactivate").status == 404)
            #expect(try await admin.post("/people/me/activate").status == 404)
        }
    }

    private func seats(_ session: [UInt8], _ house: AdminHouse) async throws -> Int {
        try await Database<Visitor>(visitors: house.platform.app).value("select count(*) from kontor.access(\(session))")
    }
}
