import CRM
import Foundation
import HTTPTypes
import Platform
import Support
import Testing

@Suite("What could do harm", .enabled(if: TestPlatform.isPossible))
struct ProvingAnew {
    private static let old: SQL = "update sessions set confirmed_at = now() - interval '16 minutes'"

    @Test("is asked a proof for when the last one is old; nothing is done before", arguments: [
        ("/profile/password", true), ("/profile/address", true), ("/profile/code/new", true), ("/profile/code/off", true), ("/settings/keys/new", true),
        ("/settings/modules/crm/purge", true), ("/profile/code/recovery", false),
    ])
    func asked(path: String, isReadable: Bool) async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let cookie = try await house.guarded().cookie
            try await house.arrange(Self.old)
            if isReadable { #expect(try await house.ask(.get, path, cookie: cookie).location == "/confirm?next=\(urlEscaped(path))") }
            let before = try await house.value("select count(*) from recovery_codes", of: Int.self)
            let next = isReadable ? path : "/profile/code"
            let sent = try await house.ask(.post, path, cookie: cookie, [:], headers: [.init("Referer") ?? .via: "https://kontor.example/profile/code"])
            #expect(sent.location == "/confirm?next=\(urlEscaped(next))&again=true")
            #expect(try await house.value("select count(*) from recovery_codes", of: Int.self) == before)
        }
    }

    @Test("goes on after the password, and says that what was sent is to be sent once more")
    func again() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let cookie = try await house.signedIn()
            try await house.arrange(Self.old)
            let page = try await house.ask(.get, "/confirm?next=%2Fsettings%2Fkeys%2Fnew&again=true", cookie: cookie)
            #expect(page.text.contains("value=\"/settings/keys/new\"") && page.text.contains("was not done yet"))
            let wrong = try await house.ask(.post, "/confirm", cookie: cookie, ["next": "/settings/keys/new", "again": "true", "password": "wrong"])
            #expect(wrong.status == 422 && wrong.text.contains("This is not your present password."))
            #expect(try await house.ask(.get, "/settings/keys/new", cookie: cookie).status == 303)
            let right = try await house.ask(.post, "/confirm", cookie: cookie, ["next": "/settings/keys/new", "again": "true", "password": "correct horse"])
            #expect(right.location == "/settings/keys/new")
            let form = try await house.ask(.get, "/settings/keys/new", cookie: "\(cookie); \(try right.cookie("kontor_said"))")
            #expect(form.status == 200 && form.text.contains("please send it once more"))
        }
    }

    @Test("leads nowhere else: open redirects", arguments: ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", ""])
    func redirects(next: String) async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let cookie = try await house.signedIn()
            #expect(try await !house.ask(.get, "/confirm?next=\(urlEscaped(next))", cookie: cookie).text.contains("evil.example"))
            #expect(try await house.ask(.post, "/confirm", cookie: cookie, ["next": next, "password": "correct horse"]).location == "/profile")
        }
    }

    @Test("takes a code of the app once: replayed")
    func code() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let (cookie, totp, _) = try await house.guarded()
            let code = totp.code(at: OneTimeCode.step(at: Date()))
            let page = try await house.ask(.get, "/confirm", cookie: cookie).text
            #expect(page.contains("one-time-code") && !page.contains("current-password"))
            #expect(try await house.ask(.post, "/confirm", cookie: cookie, ["password": "correct horse"]).status == 403, "the password alone would not let in either")
            #expect(try await house.ask(.post, "/confirm", cookie: cookie, ["code": code]).status == 303)
            try await house.arrange(Self.old)
            #expect(try await house.ask(.post, "/confirm", cookie: cookie, ["code": code]).status == 422)
            #expect(try await house.ask(.get, "/profile/password", cookie: cookie).status == 303)
        }
    }
}

@Suite("The page of one's sessions", .enabled(if: TestPlatform.isPossible))
struct ShowingSessions {
    @Test("names the devices, marks this one, and signs out the others")
    func story() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let here = try await house.signedIn(agent: "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0")
            let there = try await house.signedIn(agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1")
            let page = try await house.ask(.get, "/profile/sessions", cookie: here)
            for words in ["Firefox on Linux", "Safari on iPhone", "This device", "Sign out everywhere else"] { #expect(page.text.contains(words)) }
            let end = try #require(page.text.firstMatch(of: /action="(\/profile\/sessions\/[0-9a-f-]+\/end)"/)?.1)
            #expect(try await house.ask(.post, String(end), cookie: here).location == "/profile/sessions")
            #expect(try await house.ask(.get, "/home", cookie: there).status == 303)
            #expect(try await house.ask(.get, "/home", cookie: here).status == 200)
            #expect(try await !house.ask(.get, "/profile/sessions", cookie: here).text.contains("Sign out everywhere else"))
        }
    }

    @Test("ends nobody else's session")
    func foreign() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let ada = try await house.signedIn(), globex = try await house.cookie(of: house.platform.register("Globex"))
            let theirs = try await house.value("select s.id::text from sessions s join users u on u.id = s.user_id where u.email = 'ada@example.com'", of: String.self)
            #expect(try await house.ask(.post, "/profile/sessions/\(theirs)/end", cookie: globex).status == 404)
            _ = try await house.ask(.post, "/profile/sessions/others/end", cookie: globex)
            #expect(try await house.ask(.get, "/home", cookie: ada).status == 200)
        }
    }
}

extension CustomerHouse {
    /// Ada's cookie.
    func signedIn(agent: String = "test") async throws -> String {
        try await ask(.post, "/sign-in", ["email": "ada@example.com", "password": "correct horse"], headers: [.userAgent: agent]).cookie("kontor_session")
    }
}
