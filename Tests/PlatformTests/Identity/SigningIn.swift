import Platform
import Support
import Testing

@Suite("Someone who registers", .enabled(if: TestPlatform.isPossible))
struct RegisteringAccounts {
    @Test("owns their business, and finds it as they described it")
    func owner() async throws {
        try await Door.with { door in
            let registration = try await door.register("ada@example.com")
            let entry = try #require(try await door.entry(door.signIn("ada@example.com")))
            #expect(entry.member.role == .owner && entry.member.user == registration.user && entry.member.language == .es)
            #expect(entry.business.id == registration.business && entry.business.name == "Acme" && entry.business.currency == .eur)
            #expect(entry.business.timeZone.identifier == "Europe/Madrid" && entry.business.hue == 30 && entry.business.status == .active)
            #expect(entry.permissions == door.platform.registry.permissions(of: .owner))
        }
    }

    @Test("with an address that is taken, in whatever case, leaves nothing behind", arguments: ["ada@example.com", "ADA@Example.COM"])
    func taken(email: String) async throws {
        try await Door.with { door in
            try await door.register("Ada@example.com")
            await #expect(throws: AccountError.addressTaken) { try await door.register(email, business: "Second") }
            #expect(try await door.platform.superuser.read(Query<Int>.value("select count(*) from businesses")) == 1)
        }
    }

    @Test("with one address at the same time as others, becomes one account")
    func race() async throws {
        try await Door.with { door in
            let refused = try await withThrowingTaskGroup(of: (any Error)?.self) { group in
                for _ in 0..<6 { group.addTask { await failure { try await door.register("ada@example.com") } } }
                return try await group.reduce(into: []) { $0.append($1 as? AccountError) }
            }
            #expect(refused.filter { $0 == .addressTaken }.count == 5 && refused.count == 6)
            #expect(try await door.platform.superuser.read(Query<Int>.value("select count(*) from businesses")) == 1)
        }
    }

    @Test("has neither password nor cookie stored, only what they can be checked by")
    func secrets() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let secret = try await door.signIn("ada@example.com")
            let hash = try await door.platform.superuser.read(Query<String>.value("select password_hash from users"))
            #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$") && !hash.contains(Door.password))
            let digest = try await door.platform.superuser.read(Query<[UInt8]>.value("select token_digest from sessions"))
            #expect(digest == secret.digest && digest != Array(secret.text.utf8) && secret.text.utf8.count == 43)
            #expect(try await door.platform.superuser.read(Query<Bool>.value("select bool_and(subject not like '%ada%') is not false from sign_in_failures")))
        }
    }
}

@Suite("Signing in", .enabled(if: TestPlatform.isPossible))
struct SigningIn {
    @Test("takes the address in any case, and the password as it is")
    func works() async throws {
        try await Door.with { door in
            for (number, password) in ["correct horse", "  spaces  ", "pässwörd✓", "كلمة السر", "a\u{0}b\u{0}c\u{0}d", String(repeating: "x", count: 1_000)].enumerated() {
                try await door.register("ada\(number)@example.com", password: password)
                #expect(try await door.entry(door.signIn("ADA\(number)@EXAMPLE.com", password: password)) != nil)
                await #expect(throws: AccountError.wrongPassword) {
                    try await door.signIn("ada\(number)@example.com", password: password + "x", from: "192.0.2.\(number + 10)")
                }
            }
        }
    }

    @Test("answers a wrong password and an unknown address alike, whatever was typed: enumeration of accounts", arguments: [
        "nobody@example.com", "", "not an address", "ada@example.com'; drop table users; --", "ada\u{0}@example.com", "%", "_da@example.com",
        String(repeating: "a", count: 100_000),
    ])
    func unknown(email: String) async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn(email) }
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com", password: "wrong") }
        }
    }

    @Test("takes as long for an unknown address, and for one without a password, as for a wrong password: enumeration of accounts by time")
    func sameWork() async throws {
        // What takes the time is the hash. Where none can be made any more, nobody gets as far as being told that the password is wrong.
        try await Door.with { door in
            try await door.register("ada@example.com")
            try await door.register("lee@example.com", business: "Lee's")
            try await door.arrange("update users set password_hash = '' where email = 'lee@example.com'")
            let closed = Passwords()
            try await closed.stop()
            let accounts = Accounts(Database(visitors: door.platform.app), passwords: closed)
            for email in ["ada@example.com", "nobody@example.com", "lee@example.com"] {
                let error = await failure { _ = try await accounts.signIn(email: email, password: "wrong", address: "192.0.2.1", agent: "Tests") }
                #expect(error != nil && error as? AccountError == nil, "\(email)")
            }
        }
    }

    @Test("is refused to one who was deactivated, though only to who knows the password")
    func deactivated() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let secret = try await door.signIn("ada@example.com")
            try await door.arrange("update users set deactivated_at = now()")
            #expect(try await door.entry(secret) == nil)
            await #expect(throws: AccountError.deactivated) { try await door.signIn("ada@example.com") }
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com", password: "wrong") }
        }
    }

    @Test("gives each browser a session of its own, which ends when it leaves and when its time is over")
    func sessions() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let (phone, desk) = (try await door.signIn("ada@example.com"), try await door.signIn("ada@example.com"))
            #expect(phone.text != desk.text)
            try await door.accounts.signOut(phone.digest)
            #expect(try await door.entry(phone) == nil)
            #expect(try await door.entry(desk) != nil)
            try await door.arrange("update sessions set expires_at = now() - interval '1 second'")
            #expect(try await door.entry(desk) == nil)
            #expect(Secret("") == nil && Secret(phone.text + "x") == nil && Secret(phone.text)?.digest == phone.digest)
        }
    }

    @Test("with a new password ends the person's other sessions, and needs the present one")
    func changePassword() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            try await door.register("bob@example.com")
            let (phone, desk, bob) = (try await door.signIn("ada@example.com"), try await door.signIn("ada@example.com"), try await door.signIn("bob@example.com"))
            await #expect(throws: AccountError.wrongPassword) {
                try await door.accounts.changePassword(of: desk.digest, current: "wrong", new: "new password")
            }
            #expect(try await door.entry(phone) != nil)
            try await door.accounts.changePassword(of: desk.digest, current: Door.password, new: "new password")
            #expect(try await door.entry(phone) == nil)
            #expect(try await door.entry(desk) != nil)
            #expect(try await door.entry(bob) != nil)
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com") }
            #expect(try await door.entry(door.signIn("ada@example.com", password: "new password")) != nil)
            await #expect(throws: AccountError.wrongPassword) {
                try await door.accounts.changePassword(of: phone.digest, current: "new password", new: "of a dead session")
            }
        }
    }

    @Test("lets a person change their own name and language, and nobody else's")
    func profile() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            try await door.register("bob@example.com")
            let (ada, bob) = (try await door.signIn("ada@example.com"), try await door.signIn("bob@example.com"))
            try await door.accounts.changeProfile(of: ada.digest, name: "Ada L.", language: .ar)
            let entry = try #require(try await door.entry(ada))
            #expect(entry.member.name == "Ada L." && entry.member.language == .ar)
            #expect(try await door.entry(bob)?.member.name == "Ada")
        }
    }
}
