import Support
import Testing

@testable import Platform

@Suite("An account that somebody made with another's address", .enabled(if: TestPlatform.isPossible))
struct ProvingAMailbox {
    private static let email = "victim@example.com"

    /// What Mallory set up: a session, a code of an app and a passkey.
    private func withTaken(_ body: (Door, _ mallory: Secret) async throws -> Void) async throws {
        try await Door.with { door in
            let user = try await door.register(Self.email).user, session = try await door.signIn(Self.email)
            let code = try await door.accounts.beginCode(of: session.digest)
            _ = try await door.accounts.confirmCode(code.code(at: OneTimeCode.step(at: door.accounts.now())), of: session.digest)
            try await door.arrange("""
                insert into passkeys (id, user_id, credential_id, public_key, sign_count, name, is_backed_up)
                values (gen_random_uuid(), \(user), sha256('x'), sha256('y'), 0, 'Key', false)
                """)
            try await body(door, session)
        }
    }

    @Test("is left to whoever reads the mailbox: their link chooses a password, and ends all that was set up before")
    func taken() async throws {
        try await withTaken { door, mallory in
            let link = Secret()
            try await door.accounts.askEntry(link, by: Post.mail(to: Self.email, plain: "x"), from: "192.0.2.1")
            await #expect(throws: AccountError.unproven) { try await door.accounts.arrive(by: link, with: Door.browser) }
            #expect(try await door.entry(mallory) != nil, "nothing ends before the new password is there")
            try await door.accounts.resetPassword(by: link, to: "battery staple")
            #expect(try await door.entry(mallory) == nil)
            for table in ["passkeys", "totps", "recovery_codes", "sessions"] as [SQL] { #expect(try await door.count(table) == 0) }
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn(Self.email) }
            let session = try await door.signIn(Self.email, password: "battery staple")
            #expect(try await door.accounts.person(session.digest)?.isVerified == true)
        }
    }

    @Test("keeps its second factor through a reset once its address was shown to be theirs")
    func kept() async throws {
        try await withTaken { door, _ in
            try await door.arrange("update users set email_verified_at = now()")
            let link = Secret()
            try await door.accounts.askReset(link, by: Post.mail(to: Self.email, plain: "x"), from: "192.0.2.1")
            try await door.accounts.resetPassword(by: link, to: "battery staple")
            #expect(try await door.count("totps") == 1)
            #expect(try await door.count("passkeys") == 1)
            #expect(try await door.count("known_devices") == 0, "a browser that was lost is told of as a new one")
        }
    }

    @Test("is confirmed only by who asked: whoever merely reads the mail shows nothing for them")
    func bystander() async throws {
        try await Door.with { door in
            try await door.register("mallory@example.com")
            try await door.register("eve@example.com", business: "Eve's")
            let mallory = try await door.signIn("mallory@example.com"), eve = try await door.signIn("eve@example.com"), link = Secret()
            try await door.accounts.askAddress(link, by: Post.mail(to: "bystander@example.com", plain: "x"), session: mallory.digest, from: "192.0.2.1")
            for session in [nil, eve.digest, Secret().digest] {
                #expect(try await door.accounts.showAddress(by: link, session: session) { _, _ in nil } == .askedByAnother)
            }
            #expect(try await door.count("users where email = 'bystander@example.com' or email_verified_at is not null") == 0)
        }
    }

    @Test("gives way to the next one in the same browser: what it held before opens nothing")
    func replaced() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let before = try await door.signIn("ada@example.com")
            let device = Device(address: "192.0.2.1", agent: "Tests", replacing: before.digest)
            let now = try await door.accounts.enter(door.accounts.arrive(email: "ada@example.com", password: Door.password, with: device))
            #expect(try await door.entry(before) == nil)
            #expect(try await door.entry(now) != nil)
        }
    }
}
