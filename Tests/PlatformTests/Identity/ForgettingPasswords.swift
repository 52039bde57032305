import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("Somebody who forgot their password", .enabled(if: TestPlatform.isPossible))
struct ForgettingPasswords {
    @Test("chooses another one by the link, once, and is signed out everywhere: replayed reset links open nothing")
    func story() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let (session, link) = (try await door.signIn("ada@example.com"), try await door.ask("Ada@Example.com"))
            #expect(try await door.accounts.canReset(by: link))
            try await door.accounts.resetPassword(by: link, to: "battery staple")
            #expect(try await door.entry(session) == nil)
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com") }
            _ = try await door.signIn("ada@example.com", password: "battery staple")
            await #expect(throws: AccountError.linkUsed) { try await door.accounts.resetPassword(by: link, to: "another one") }
            _ = try await door.signIn("ada@example.com", password: "battery staple")
        }
    }

    @Test("uses one link of several; the others are good no more")
    func several() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let links = [try await door.ask("ada@example.com"), try await door.ask("ada@example.com")]
            try await door.accounts.resetPassword(by: links[0], to: "battery staple")
            await #expect(throws: AccountError.linkUsed) { try await door.accounts.resetPassword(by: links[1], to: "another one") }
        }
    }

    @Test("cannot use a link that is older than an hour, or made up, or of somebody whose account is shut", arguments: [
        "update links set expires_at = now()", "delete from links", "update users set deactivated_at = now()",
        "update users set password_hash = password_hash || ' changed'",
    ] as [SQL])
    func stale(change: SQL) async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let link = try await door.ask("ada@example.com")
            try await door.arrange(change)
            let before = try await door.passwordHash()
            await #expect(throws: AccountError.linkUsed) { try await door.accounts.resetPassword(by: link, to: "battery staple") }
            #expect(try await door.passwordHash() == before)
        }
    }

    @Test("whose sign-in with the old password is under way is not let in by it afterwards")
    func overtaken() async throws {
        try await Door.with { door in
            let ada = try await door.register("ada@example.com")
            let checked = try await door.accounts.verified(email: "ada@example.com", password: Door.password, address: "192.0.2.1")
            try await door.accounts.resetPassword(by: door.ask("ada@example.com"), to: "battery staple")
            let isOpen = try await door.platform.app.write(Query<Bool>.value(
                "select kontor.start_session(\(Secret().digest), \(ada.user), '1 hour', '', \(checked.passwordHash))"))
            #expect(!isOpen)
            #expect(try await door.count("sessions") == 0)
        }
    }

    @Test("gets three links an hour at most, whoever asks for them")
    func bombed() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            for number in 0..<5 { _ = try await door.ask("ada@example.com", from: "192.0.2.\(number)") }
            #expect(try await door.count("mails") == 3)
        }
    }

    @Test("cannot be kept from it by what somebody types at another door")
    func doors() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            for name in ["reset ada@example.com", "reset:ada@example.com"] {
                for _ in 0..<6 { _ = await failure { try await door.signIn(name, password: "x", from: "192.0.2.77") } }
            }
            _ = try await door.ask("ada@example.com")
            #expect(try await door.count("mails") == 1)
        }
    }

    @Test("by two at once changes the password once")
    func race() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let link = try await door.ask("ada@example.com")
            let failures = await withTaskGroup(of: (any Error)?.self) { group in
                for number in 0..<4 { group.addTask { await failure { try await door.accounts.resetPassword(by: link, to: "battery staple \(number)") } } }
                return await group.reduce(into: []) { $0.append($1 as? AccountError) }
            }
            #expect(failures.count { $0 == .linkUsed } == 3 && failures.count { $0 == nil } == 1)
        }
    }

    @Test("is not told from somebody without an account, to whom nothing is sent")
    func unknown() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            try await door.arrange("update users set deactivated_at = now()")
            for email in ["ada@example.com", "nobody@example.com"] { _ = try await door.ask(email) }
            #expect(try await door.count("mails") == 0)
            #expect(try await door.count("links") == 0)
        }
    }

    @Test("is written to at the address that is kept, not at one that folds to the same")
    func folded() async throws {
        try await Door.with { door in
            try await door.register("kim@example.com")
            _ = try await door.ask("\u{212A}im@example.com") // the Kelvin sign's small letter is k
            let written = try await door.platform.superuser.read(Query<[String]>.rows("select recipient from mails") { try $0.next() })
            #expect(written.allSatisfy { $0 == "kim@example.com" })
        }
    }

    @Test("is slowed down when they ask again and again, and so is whoever asks for many")
    func throttled() async throws {
        try await Door.with { door in
            for _ in 0..<5 { _ = try await door.ask("ada@example.com") }
            let error = await failure { _ = try await door.ask("ADA@example.com") } as? AccountError
            guard case .tooManyTries? = error else { Issue.record("\(String(describing: error))"); return }
            try await door.register("ada@example.com")
            _ = try await door.signIn("ada@example.com", from: "192.0.2.9") // the way in by a password is another one
        }
    }

    @Test("who had guessed too often may sign in at once with the new one")
    func forgiven() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            for _ in 0..<5 { await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com", password: "wrong") } }
            try await door.accounts.resetPassword(by: door.ask("ada@example.com"), to: "battery staple")
            _ = try await door.signIn("ada@example.com", password: "battery staple")
        }
    }

    @Test("leaves no link behind that could be followed by who reads the database")
    func digests() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let link = try await door.ask("ada@example.com")
            let kept = try await door.platform.superuser.read(Query<[UInt8]>.value("select digest from links"))
            #expect(kept == link.digest && kept != Array(link.text.utf8))
            await #expect(throws: DatabaseError.self) { try await door.platform.app.read(Query<Int>.value("select count(*) from links")) }
        }
    }
}

extension Door {
    /// Asks for a link as its mail would hold it.
    func ask(_ email: String, from address: String = "192.0.2.1") async throws -> Secret {
        let link = Secret()
        try await accounts.askReset(link, by: Post.mail(to: email, plain: "/reset?link=\(link.text)"), from: address)
        return link
    }

    fileprivate func passwordHash() async throws -> String {
        try await platform.superuser.read(Query<String>.value("select password_hash from users"))
    }
}
