import Foundation
import Platform
import Support
import Testing

@Suite("Signing in in two steps", .enabled(if: TestPlatform.isPossible))
struct TakingTwoSteps {
    private static let right: KeyValuePairs = ["email": "ada@example.com", "password": "correct horse"]

    @Test("is set up with a picture, a key to type and a first code, and shows ten recovery codes once")
    func settingUp() async throws {
        try await CustomerHouse.with { house in
            let ada = try await house.platform.register("Acme"), cookie = try await house.cookie(of: ada)
            #expect(try await house.ask(.get, "/profile/code", cookie: cookie).text.contains("href=\"/profile/code/new\""))
            let page = try await house.ask(.get, "/profile/code/new", cookie: cookie)
            #expect(page.status == 200 && page.text.contains("<svg class=\"qr\"") && page.text.contains("otpauth://totp/Kontor:"))
            let secret = try await Accounts(Database(visitors: house.platform.app), passwords: CustomerHouse.passwords).beginCode(
                of: try #require(Secret(String(cookie.dropFirst("kontor_session=".count)))).digest)
            #expect(page.text.contains(secret.text))
            let wrong = try await house.ask(.post, "/profile/code/new", cookie: cookie, ["code": "000000"])
            #expect(wrong.status == 422 && wrong.text.contains(secret.text))
            let done = try await house.ask(.post, "/profile/code/new", cookie: cookie, ["code": secret.code(at: OneTimeCode.step(at: Date()))])
            #expect(done.status == 201 && done.text.matches(of: /<li><code>([a-z0-9-]{19})<\/code>/).count == 10)
            #expect(done.headers[.cacheControl]?.contains("private") == true)
            let on = try await house.ask(.get, "/profile/code", cookie: cookie)
            #expect(on.text.contains("10 left") && !on.text.contains("<li><code>"))
            #expect(try await house.ask(.get, "/profile/code/new", cookie: cookie).status == 404)
            _ = try await house.ask(.post, "/profile/code/off", cookie: cookie)
            #expect(try await house.ask(.get, "/profile/code", cookie: cookie).text.contains("href=\"/profile/code/new\""))
        }
    }

    @Test("asks for the code, and goes on where one wanted to go, unless that leads away: open redirects", arguments: [
        ("/crm/customers?q=x", "/crm/customers?q=x"), ("//evil.example", "/home"), ("https://evil.example", "/home"), ("/\\evil.example", "/home"),
    ])
    func next(wanted: String, place: String) async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let code = try await house.guarded().code
            let first = try await house.ask(.post, "/sign-in", ["email": "ada@example.com", "password": "correct horse", "next": wanted])
            let path = try #require(first.location)
            #expect(path.hasPrefix("/sign-in/code") && !path.contains("evil"))
            let page = try await house.ask(.get, path, cookie: first.cookie("kontor_challenge"))
            #expect(page.status == 200 && page.text.contains("autocomplete=\"one-time-code\""))
            let answer = try await house.ask(.post, path, cookie: first.cookie("kontor_challenge"), ["code": code.code(at: OneTimeCode.step(at: Date()))])
            #expect(answer.status == 303 && answer.location == place)
            let evil = try await house.ask(.post, "/sign-in/code?next=\(urlEscaped(wanted))", cookie: first.cookie("kontor_challenge"), ["code": "1"])
            #expect(evil.location == "/sign-in", "the challenge is used up")
        }
    }

    @Test("keeps no cookie that was there before, of a session or of a challenge: fixation")
    func fixation() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let code = try await house.guarded().code, planted = Secret().text
            let cookies = "kontor_session=\(planted); kontor_challenge=\(planted); kontor_device=\(planted)"
            let first = try await house.ask(.post, "/sign-in", cookie: cookies, Self.right)
            let challenge = try first.cookie("kontor_challenge")
            #expect(!challenge.contains(planted))
            let done = try await house.ask(.post, "/sign-in/code", cookie: "\(cookies); \(challenge)".replacing("kontor_challenge=\(planted); ", with: ""), ["code": code.code(at: OneTimeCode.step(at: Date()))])
            for name in ["kontor_session", "kontor_device"] { #expect(try !done.cookie(name).contains(planted)) }
            #expect(try await house.ask(.get, "/home", cookie: "kontor_session=\(planted)").status == 303)
            #expect(try await house.ask(.get, "/home", cookie: challenge.replacing("kontor_challenge", with: "kontor_session")).status == 303, "a challenge is no session")
        }
    }

    @Test("says nothing of the second factor to who does not know the password: enumeration of accounts")
    func enumeration() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            _ = try await house.guarded()
            let known = try await house.ask(.post, "/sign-in", ["email": "ada@example.com", "password": "wrong"])
            let unknown = try await house.ask(.post, "/sign-in", ["email": "bob@example.com", "password": "wrong"])
            #expect(known.status == unknown.status && known.text.replacing("ada@", with: "bob@") == unknown.text)
            #expect(try await house.ask(.get, "/sign-in/code").location == "/sign-in")
        }
    }

    @Test("tells a person of a device not seen before, in their language, and not of the next time")
    func newDevice() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let first = try await house.ask(.post, "/sign-in", Self.right)
            #expect(try await house.value("select count(*) from mails", of: Int.self) == 0, "the first one is no news")
            _ = try await house.ask(.post, "/sign-in", cookie: first.cookie("kontor_device"), Self.right)
            #expect(try await house.value("select count(*) from mails", of: Int.self) == 0)
            _ = try await house.ask(.post, "/sign-in", Self.right, headers: [.userAgent: "Mozilla/5.0 (Windows NT 10.0) Firefox/130.0", .acceptLanguage: "ar"])
            let mail = try await house.value("select concat_ws('|', recipient, language, plain) from mails", of: String.self)
            #expect(mail.hasPrefix("ada@example.com|en|") && mail.contains("Firefox on Windows") && mail.contains("/profile/sessions"))
        }
    }
}
