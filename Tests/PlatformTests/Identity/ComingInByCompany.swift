import Support
import Testing

@testable import Platform

@Suite("Who comes in through their company", .enabled(if: TestPlatform.isPossible))
struct ComingInByCompany {
    @Test("is a member from the first time on, with the role of their groups, and follows when these change")
    func stranger() async throws {
        try await Company.with { company in
            try await DirectoryRoles(company.house.platform.registry, in: company.scope).add("Sales", role: "manager")
            let entry = try await company.house.entry(company.signIn(saying: ["groups": ["Sales", "Other"]]))
            let member = try #require(entry?.member)
            #expect(entry?.business.id == company.scope.business.id && member.role == .manager && member.email == "ada@acme.example" && member.name == "Ada")
            let later = try await company.house.entry(company.signIn(saying: ["groups": [String]()]))
            #expect(later?.member.id == member.id && later?.member.role == .staff)
        }
    }

    @Test("is noted among the sign-ins as come in by single sign-on, and is told of a browser that is new")
    func noted() async throws {
        try await Company.with { company in
            _ = try await company.signIn()
            let departure = try await company.door.departure(to: company.scope.business.id, next: nil, with: company.device)
            let other = Device(address: "198.51.100.9", agent: "Elsewhere")
            let coming = try await company.door.arrive(company.provider.answer(departure), from: company.id, holding: departure.browser, with: other)
            #expect(coming.arrival.isNewDevice)
            #expect(try await company.house.count("sign_ins where way = 'sso' and outcome = 'entered'") == 1)
        }
    }

    @Test("a session is for its business only: it does not go elsewhere, nor change the person's own account")
    func bound() async throws {
        try await Company.with { company in
            try await company.house.register("ada@acme.example", business: "Ada's own")
            try await company.house.arrange("update users set email_verified_at = now() where email = 'ada@acme.example'")
            let session = try await company.signIn(), accounts = company.house.accounts
            let entry = try #require(try await company.house.entry(session))
            #expect(entry.isByCompany && entry.elsewhere.isEmpty && entry.business.id == company.scope.business.id)
            let own = try await company.house.platform.superuser.read(Query<ID<Business>>.value("select id from businesses where name = 'Ada''s own'"))
            #expect(try await accounts.go(to: own, session: session.digest) == false)
            #expect(try await accounts.businesses(of: session.digest).map(\.name) == ["Acme"])
            #expect(try await accounts.sessions(of: session.digest).open.isEmpty)
            #expect(try await !company.house.platform.app.write(Query<Bool>.value("select kontor.begin_totp(\(session.digest), ''::bytea)")))
            #expect(try await !company.house.platform.app.write(Query<Bool>.value(
                "select kontor.ask_address(\(session.digest), 'x@y.example', \(Secret().digest), '1 hour')")))
            let business = ID<Business>()
            #expect(try await !company.house.platform.app.write(Query<Bool>.value(
                "select kontor.start_business(\(session.digest), \(business), 'X', 'en', 'USD', 'UTC', 1, \(ID<Member>()))")))
            try await company.house.arrange("update sessions set business_id = \(own) where token_digest = \(session.digest)")
            #expect(try await company.house.entry(session) == nil, "not even by force")
        }
    }

    @Test("need show no second factor here, for the provider vouches for them")
    func secondFactor() async throws {
        try await Company.with { company in
            try await company.house.arrange("update businesses set asks_second_factor = true")
            let entry = try #require(try await company.house.entry(company.signIn()))
            #expect(!entry.mustEnrol)
        }
    }

    @Test("is found by the address they had the first time, whatever it is now; a later reuse of an address at the provider opens nothing")
    func reused() async throws {
        try await Company.with { company in
            let first = try await company.house.entry(company.signIn())
            let renamed = try await company.house.entry(company.signIn(saying: ["email": "ada.lovelace@acme.example"]))
            #expect(renamed?.member.id == first?.member.id)
            await #expect(throws: CompanyError.reusedAddress) { try await company.signIn(saying: ["sub": "eve-2"]) }
            #expect(try await company.house.count("members") == 2)
        }
    }

    @Test("must do so where the business asks for it: passwords open it to its owners only, and get no tokens")
    func required() async throws {
        try await Company.with { company in
            await #expect(throws: CompanyError.untried) { try await company.save(isRequired: true) }
            try await company.house.register("ada@acme.example", business: "Ada's own")
            try await company.house.arrange("update users set email_verified_at = now() where email = 'ada@acme.example'")
            let own = try await company.signIn()
            try await company.house.arrange("update users set last_business = \(company.scope.business.id) where email = 'ada@acme.example'")
            let password = try await company.house.signIn("ada@acme.example")
            #expect(try await company.house.entry(password)?.business.name == "Acme")
            try await company.save(isRequired: true)
            #expect(try await company.house.entry(password) == nil)
            #expect(try await company.house.entry(own)?.business.name == "Acme")
            let owner = Secret()
            try await company.house.arrange("select kontor.start_session(\(owner.digest), \(company.scope.member.user), '1 hour', '')")
            #expect(try await company.house.entry(owner)?.member.role == .owner)
            let seats = try await company.house.platform.superuser.write(Query<[ID<Business>]>.rows("""
                select seat_business from kontor.start_family(gen_random_uuid(), (select id from users where email = 'ada@acme.example'),
                    (select password_hash from users where email = 'ada@acme.example'), \(company.scope.business.id), '\\x01', '1 hour', '')
                """) { row in try row.next(ID<Business>.self) })
            #expect(seats.isEmpty)
        }
    }

    @Test("goes on after the provider has changed its keys, which are not asked for again for every made-up one")
    func rotated() async throws {
        try await Company.with { company in
            _ = try await company.signIn()
            company.provider.change { $0.header = ["kid": "made up"] }
            await #expect(throws: CompanyError.forged(.key)) { try await company.signIn() }
            await #expect(throws: CompanyError.forged(.key)) { try await company.signIn() }
            #expect(company.provider.keysRead == 1)
        }
    }

    @Test("is out at once when the provider is switched off or removed")
    func removed() async throws {
        try await Company.with { company in
            let session = try await company.signIn()
            try await company.settings.remove()
            #expect(try await company.house.entry(session) == nil)
            await #expect(throws: CompanyError.noProvider) { try await company.signIn() }
        }
    }
}
