import Foundation
import Platform
import Support
import Testing

@Suite("Coming in by a link in a mail", .enabled(if: TestPlatform.isPossible))
struct ComingInByLink {
    @Test("asks for the address, sends a link to it, and lets in by the button behind it, once: replayed")
    func story() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            #expect(try await house.ask(.get, "/sign-in").text.contains("href=\"/sign-in/link\""))
            let asked = try await house.ask(.post, "/sign-in/link", ["email": "Ada@Example.com"])
            #expect(asked.status == 303 && asked.location == "/sign-in" && asked.headers[.setCookie]?.contains("kontor_session") != true)
            let link = try await house.link("/enter?link=")
            let page = try await house.ask(.get, "/enter?link=\(link)")
            #expect(page.status == 200 && page.text.contains("value=\"\(link)\""))
            #expect(try await house.ask(.get, "/enter?link=\(link)").status == 200, "to look does not use it")
            let entered = try await house.ask(.post, "/enter", ["link": link])
            #expect(entered.location == "/home")
            #expect(try await house.ask(.get, "/home", cookie: entered.cookie("kontor_session")).status == 200)
            for _ in 0..<2 { #expect(try await house.ask(.post, "/enter", ["link": link]).status == 410) }
            #expect(try await house.value("select string_agg(way, ',') from sessions", of: String.self) == "link")
        }
    }

    @Test("answers the same whether or not there is an account: enumeration of accounts")
    func enumeration() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let known = try await house.ask(.post, "/sign-in/link", ["email": "ada@example.com"])
            let unknown = try await house.ask(.post, "/sign-in/link", ["email": "bob@example.com"])
            #expect(known.status == unknown.status && known.location == unknown.location && known.headers.map(\.name) == unknown.headers.map(\.name))
            #expect(try await house.value("select count(*) from mails", of: Int.self) == 1)
            for email in ["ada@example.com", "bob@example.com"] {
                for _ in 0..<4 { #expect(try await house.ask(.post, "/sign-in/link", ["email": email]).status == 303) }
            }
            // So many that the wait outlasts a slow machine.
            try await house.arrange("update sign_in_failures set failures = 12")
            for email in ["ada@example.com", "bob@example.com"] { #expect(try await house.ask(.post, "/sign-in/link", ["email": email]).status == 429) }
            #expect(try await house.value("select count(*) from mails", of: Int.self) == 3, "three links at most")
        }
    }

    @Test("is over after a quarter of an hour, with a new password, and with the account", arguments: [
        "update links set expires_at = now()", "update users set password_hash = password_hash || 'x'", "update users set deactivated_at = now()",
    ] as [SQL])
    func over(change: SQL) async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            _ = try await house.ask(.post, "/sign-in/link", ["email": "ada@example.com"])
            let link = try await house.link("/enter?link=")
            #expect(try await house.value("select expires_at <= now() + interval '15 minutes' from links", of: Bool.self))
            _ = try await house.platform.superuser.write(Query.execute(change))
            #expect(try await house.ask(.get, "/enter?link=\(link)").status == 410)
            #expect(try await house.ask(.post, "/enter", ["link": link]).status == 410)
            #expect(try await house.value("select count(*) from sessions", of: Int.self) == 0)
        }
    }

    @Test("opens no door but its own: a link to come in by resets no password, and the other way round")
    func kinds() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            _ = try await house.ask(.post, "/sign-in/link", ["email": "ada@example.com"])
            let link = try await house.link("/enter?link=")
            #expect(try await house.ask(.post, "/reset", ["link": link, "new_password": "battery staple"]).status == 410)
            _ = try await house.platform.superuser.write(Query.execute("update links set kind = 'reset'"))
            #expect(try await house.ask(.post, "/enter", ["link": link]).status == 410)
        }
    }

    @Test("leads to choosing a password where nobody had confirmed the address: who made the account may be somebody else")
    func unproven() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            try await house.arrange("update users set email_verified_at = null")
            let maker = try await house.signedIn()
            _ = try await house.ask(.post, "/sign-in/link", ["email": "ada@example.com"])
            let link = try await house.link("/enter?link="), answer = try await house.ask(.post, "/enter", ["link": link])
            #expect(answer.location == "/reset?link=\(link)" && (try? answer.cookie("kontor_session")) == nil)
            #expect(try await house.ask(.get, "/reset?link=\(link)", cookie: answer.cookie("kontor_said")).text.contains("Nobody had confirmed this address yet."))
            #expect(try await house.ask(.post, "/reset", ["link": link, "new_password": "battery staple"]).location == "/sign-in")
            #expect(try await house.ask(.get, "/home", cookie: maker).status == 303)
        }
    }

    @Test("does not stand in for the second proof")
    func secondProof() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let code = try await house.guarded().code
            _ = try await house.ask(.post, "/sign-in/link", ["email": "ada@example.com"])
            let entered = try await house.ask(.post, "/enter", ["link": try await house.link("/enter?link=")])
            #expect(entered.location == "/sign-in/code" && (try? entered.cookie("kontor_session")) == nil)
            let done = try await house.ask(.post, "/sign-in/code", cookie: entered.cookie("kontor_challenge"), ["code": code.code(at: OneTimeCode.step(at: Date()))])
            #expect(done.location == "/home" && (try? done.cookie("kontor_session")) != nil)
        }
    }
}

extension CustomerHouse {
    /// What the link in the newest mail holds.
    func link(_ start: String) async throws -> String {
        let words = try await value("select plain from mails order by created_at desc, id desc limit 1", of: String.self)
        guard let range = words.firstRange(of: start) else { throw WrongAnswer() }
        return String(words[range.upperBound...].prefix { !$0.isWhitespace })
    }

    /// Ada, with a second factor.
    /// - Returns: her session's cookie, and what makes her codes.
    func guarded() async throws -> (cookie: String, code: OneTimeCode, recovery: [RecoveryCode]) {
        let accounts = Accounts(Database(visitors: platform.app), passwords: Self.passwords)
        let secret = try await accounts.signIn(email: "ada@example.com", password: "correct horse", address: "192.0.2.1", agent: "test")
        let code = try await accounts.beginCode(of: secret.digest)
        let recovery = try await accounts.confirmCode(code.code(at: OneTimeCode.step(at: Date()) - 1), of: secret.digest)
        return ("kontor_session=\(secret.text)", code, recovery)
    }
}
