import Support
import Testing

@testable import Platform

@Suite("An address", .enabled(if: TestPlatform.isPossible))
struct ShowingAddresses {
    @Test("is shown to be somebody's by the link in the mail to it, once")
    func verified() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let session = try await door.signIn("ada@example.com"), link = try await door.ask("ada@example.com", session)
            #expect(try await door.accounts.person(session.digest)?.isVerified == false)
            #expect(try await door.accounts.askedAddress(by: link) == "ada@example.com")
            #expect(try await door.show(link, session) == .verified)
            #expect(try await door.accounts.person(session.digest)?.isVerified == true)
            await #expect(throws: AccountError.linkUsed) { try await door.show(link, session) }
        }
    }

    @Test("is asked for when somebody registers, in the same step")
    func registering() async throws {
        try await Door.with { door in
            let link = Secret(), email = try #require(EmailAddress("ada@example.com"))
            try await door.accounts.register(
                Registration(name: "Ada", email: email, password: Door.password, businessName: "Acme", currency: .eur), showing: link,
                by: Post.mail(to: email.text, plain: "x"))
            #expect(try await door.count("mails") == 1)
            #expect(try await door.show(link, door.signIn(email.text)) == .verified)
        }
    }

    @Test("is shown also by choosing a password by mail")
    func reset() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let link = Secret()
            try await door.accounts.askReset(link, by: Post.mail(to: "ada@example.com", plain: "x"), from: "192.0.2.1")
            try await door.accounts.resetPassword(by: link, to: "battery staple")
            let session = try await door.signIn("ada@example.com", password: "battery staple")
            #expect(try await door.accounts.person(session.digest)?.isVerified == true)
        }
    }

    @Test("that somebody wants instead takes effect when they follow its link; the one before is told, and opens nothing any more")
    func changed() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let session = try await door.signIn("ada@example.com")
            _ = try await door.show(door.ask("ada@example.com", session), session)
            let stale = Secret(), link = try await door.ask("ada@new.example", session)
            try await door.accounts.askReset(stale, by: Post.mail(to: "ada@example.com", plain: "x"), from: "192.0.2.1")
            _ = try await door.signIn("ada@example.com")
            guard case .changed(_, true, _) = try await door.show(link, session) else { Issue.record("not changed"); return }
            #expect(try await door.count("mails where kind = 'farewell' and recipient = 'ada@example.com'") == 1)
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com") }
            _ = try await door.signIn("ada@new.example")
            await #expect(throws: AccountError.linkUsed) { try await door.accounts.resetPassword(by: stale, to: "battery staple") }
        }
    }

    @Test("that somebody else took meanwhile stays theirs")
    func taken() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let session = try await door.signIn("ada@example.com"), link = try await door.ask("bo@example.com", session)
            try await door.register("BO@example.com", business: "Bo's")
            #expect(try await door.show(link, session) == .taken)
            _ = try await door.signIn("ada@example.com")
        }
    }

    @Test("is not shown by a link that is too old, made up, of a password since changed, or of an account that is shut", arguments: [
        "update links set expires_at = now()", "delete from links", "update users set deactivated_at = now()", "update users set password_hash = 'x'",
    ] as [SQL])
    func stale(change: SQL) async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let session = try await door.signIn("ada@example.com"), link = try await door.ask("ada@example.com", session)
            try await door.arrange(change)
            await #expect(throws: AccountError.linkUsed) { try await door.show(link, session) }
            #expect(try await door.count("users where email_verified_at is not null") == 0)
        }
    }

    @Test("is written to three times in an hour at most")
    func throttled() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let session = try await door.signIn("ada@example.com")
            for _ in 0..<3 { _ = try await door.ask("victim@example.com", session) }
            let error = await failure { _ = try await door.ask("victim@example.com", session) } as? AccountError
            guard case .tooManyTries? = error else { Issue.record("\(String(describing: error))"); return }
            #expect(try await door.count("mails") == 3)
            try await door.arrange("update links set created_at = created_at - interval '1 hour'")
            _ = try await door.ask("ada@example.com", session)
        }
    }
}

extension Door {
    fileprivate func ask(_ email: String, _ session: Secret) async throws -> Secret {
        let link = Secret()
        try await accounts.askAddress(link, by: Post.mail(to: email, plain: "/verify?link=\(link.text)"), session: session.digest, from: "192.0.2.1")
        return link
    }

    fileprivate func show(_ link: Secret, _ session: Secret) async throws -> ShownAddress {
        try await accounts.showAddress(by: link, session: session.digest) { before, _ in
            Mail(id: ID(), kind: "farewell", recipient: before, language: "en", subject: "x", plain: "x", html: "x", lifetime: nil)
        }
    }
}
