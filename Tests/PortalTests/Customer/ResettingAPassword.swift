import Foundation
import Platform
import Support
import Testing

@Suite("Choosing another password by mail", .enabled(if: TestPlatform.isPossible))
struct ResettingAPassword {
    private func link(_ house: CustomerHouse) async throws -> String {
        let words = try await house.value("select plain from mails order by created_at desc, id desc limit 1", of: String.self)
        let line = try #require(words.split(separator: "\n").first { $0.hasPrefix("http") })
        let path = try #require(line.firstRange(of: "/reset?link="))
        return String(line[path.lowerBound...])
    }

    @Test("asks for the address, sends a link to it, asks for a password, and lets in with that")
    func story() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            #expect(try await house.ask(.get, "/sign-in").text.contains("href=\"/forgotten\""))
            let asked = try await house.ask(.post, "/forgotten", ["email": "ada@example.com"])
            #expect(asked.status == 303 && asked.location == "/sign-in")
            let path = try await link(house), form = try await house.ask(.get, path)
            #expect(form.status == 200 && form.text.contains("autocomplete=\"new-password\""))
            #expect(try await house.ask(.get, path).status == 200, "to look does not use it")
            let secret = String(path.dropFirst("/reset?link=".count))
            let short = try await house.ask(.post, "/reset", ["link": secret, "new_password": "short"])
            #expect(short.status == 422 && short.text.contains("Use at least 8 characters.") && short.text.contains(secret))
            #expect(try await house.ask(.post, "/reset", ["link": secret, "new_password": "battery staple"]).location == "/sign-in")
            #expect(try await house.ask(.post, "/sign-in", ["email": "ada@example.com", "password": "battery staple"]).location == "/home")
            #expect(try await house.ask(.post, "/reset", ["link": secret, "new_password": "third staple"]).status == 410)
            #expect(try await house.ask(.get, path).status == 410)
        }
    }

    @Test("answers the same whether or not there is an account")
    func enumeration() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let (known, unknown) = (try await house.ask(.post, "/forgotten", ["email": "ada@example.com"]), try await house.ask(.post, "/forgotten", ["email": "bob@example.com"]))
            #expect(known.status == 303 && unknown.status == 303 && known.location == unknown.location)
            #expect(known.headers.map(\.name) == unknown.headers.map(\.name))
            #expect(try await house.value("select count(*) from mails", of: Int.self) == 1)
        }
    }

    @Test("says what is wrong with an address, and sends nothing", arguments: ["", "ada", "ada@", "a b@example.com", "ada@example.com\u{0}", String(repeating: "a", count: 300) + "@example.com"])
    func wrong(email: String) async throws {
        try await CustomerHouse.with { house in
            let answer = try await house.ask(.post, "/forgotten", ["email": email])
            #expect(answer.status == 422 && answer.text.contains("field__error"))
            #expect(try await house.value("select count(*) from mails", of: Int.self) == 0)
        }
    }

    @Test("leads where the operator says, whatever host the request names")
    func host() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            _ = try await house.ask(.post, "/forgotten", ["email": "ada@example.com"], headers: [.init("X-Forwarded-Host") ?? .via: "evil.example"])
            let words = try await house.value("select plain || html from mails", of: String.self)
            #expect(words.contains("http://localhost:8080/reset?link=") && !words.contains("evil.example"))
        }
    }

    @Test("is written in the language the page was read in, and right to left where that is so")
    func language() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            _ = try await house.ask(.post, "/forgotten", ["email": "ada@example.com"], headers: [.acceptLanguage: "ar"])
            let mail = try await house.value("select concat_ws('|', language, subject, html) from mails", of: String.self)
            #expect(mail.hasPrefix("ar|اختر كلمة مرور أخرى|") && mail.contains("dir=\"rtl\"") && !mail.contains("Choose"))
        }
    }

    @Test("shows no outbox where mail is sent, or nobody said it may")
    func outbox() async throws {
        try await CustomerHouse.with { house in
            let answer = try await house.ask(.get, "/outbox")
            #expect(answer.status == 404)
        }
    }
}
