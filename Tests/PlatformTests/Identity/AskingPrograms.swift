import Support
import Testing

@testable import Platform

@Suite("A business that asks for a second factor", .enabled(if: TestPlatform.isPossible))
struct AskingPrograms {
    private static let email = "uma@example.com"

    @Test("asks programs of those who sit in it now, and not for a seat that was left")
    func seats() async throws {
        try await Door.with { door in
            try await door.register(Self.email)
            let old = try await door.platform.register("Old"), user = try await door.platform.superuser.read(
                Query<ID<User>>.value("select id from users where email = \(Self.email)"))
            try await door.arrange("""
                insert into members (business_id, id, user_id, role, created_at, left_at)
                values (\(old.business.id), gen_random_uuid(), \(user), 'staff', now() - interval '1 year', now())
                """)
            try await door.arrange("update businesses set asks_second_factor = true where name = 'Acme'")
            await #expect(throws: TokenError.factorNeeded) { try await door.issue() }
            try await door.arrange("update businesses set asks_second_factor = (name = 'Old')")
            _ = try await door.issue()
            let lacking = try await old.db.value("select kontor.members_without_second_factor()", of: Int.self)
            #expect(lacking == 1, "the owner alone: who left is asked nothing")
        }
    }

    @Test("lets no token in that was given before, nor takes it for another, until they have one")
    func tokens() async throws {
        try await Door.with { door in
            try await door.register(Self.email)
            let pair = try await door.issue()
            #expect(try await door.count("token_families") == 1)
            let family = try await door.platform.superuser.read(Query<ID<TokenFamily>>.value("select id from token_families"))
            func opens() async throws -> Bool { try await Entries(door.platform.app, registry: door.platform.registry).entry(.family(family)) != nil }
            #expect(try await opens())
            try await door.arrange("update businesses set asks_second_factor = true")
            #expect(try await !opens())
            await #expect(throws: TokenError.factorNeeded) { try await door.tokens.refresh(pair.refreshToken, address: "192.0.2.1") }
            try await door.arrange("""
                insert into passkeys (id, user_id, credential_id, public_key, sign_count, name, is_backed_up)
                select gen_random_uuid(), id, sha256('x'), sha256('y'), 0, 'Key', false from users
                """)
            #expect(try await opens())
            _ = try await door.tokens.refresh(pair.refreshToken, address: "192.0.2.1")
        }
    }

    @Test("or not: signing in for tokens stands in one's history, and ends with signing out everywhere else")
    func history() async throws {
        try await Door.with { door in
            try await door.register(Self.email)
            await #expect(throws: AccountError.wrongPassword) { try await door.issue(password: "guessed it") }
            let pair = try await door.issue(), session = try await door.signIn(Self.email)
            let past = try await door.accounts.sessions(of: session.digest).past
            #expect(past.map(\.way) == [.password, .token, .token] && past.map(\.outcome) == [.entered, .entered, .refused])
            #expect(past.last?.agent == "Till 1.0")
            #expect(try await door.accounts.endOthers(of: session.digest) == 1)
            await #expect(throws: TokenError.ended) { try await door.tokens.refresh(pair.refreshToken, address: "192.0.2.1") }
        }
    }
}

extension Door {
    fileprivate var tokens: Tokens { Tokens(Database(visitors: platform.app), accounts: accounts) }

    fileprivate func issue(password: String = password) async throws -> TokenPair {
        try await tokens.issue(email: "uma@example.com", password: password, address: "192.0.2.1", agent: "Till 1.0")
    }
}
