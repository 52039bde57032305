import Foundation
import HTTPTypes
import Platform
import Support
import Testing

@Suite("A browser at the customer portal", .enabled(if: TestPlatform.isPossible))
struct ComingAndGoing {
    @Test("registers, arrives, adds a customer, hears so once, takes it back, and leaves for good")
    func story() async throws {
        try await CustomerHouse.with { house in
            let joined = try await house.ask(.post, "/sign-up", [
                "business_name": "Rose & Söhne", "name": "Ada", "email": "ada@example.com", "password": "correct horse", "currency": "EUR",
            ])
            #expect(joined.status == 303 && joined.location == "/home")
            let cookie = try joined.cookie("kontor_session")
            #expect(try await house.ask(.get, "/home", cookie: cookie).text.contains("Rose &amp; Söhne"))
            let added = try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "<Mint> & \"Co\""])
            let path = try #require(added.location)
            let page = try await house.ask(.get, path, cookie: "\(cookie); \(try added.cookie("kontor_said"))")
            #expect(page.status == 200 && page.text.contains("&lt;Mint&gt; &amp; &quot;Co&quot;") && !page.text.contains("<Mint>"))
            #expect(page.headers[values: .setCookie].contains { $0.hasPrefix("kontor_said=;") })
            let left = try await house.ask(.post, "/sign-out", cookie: cookie)
            #expect(left.location == "/sign-in" && left.headers[.setCookie]?.hasPrefix("kontor_session=; ") == true)
            #expect(try await house.ask(.get, path, cookie: cookie).status == 303)
        }
    }

    @Test("signs in where it wanted to go, unless that leads away: open redirects", arguments: [
        ("/crm/customers?q=x", "/crm/customers?q=x"), ("//evil.example", "/home"), ("https://evil.example", "/home"), ("/\\evil.example", "/home"), ("", "/home"),
    ])
    func next(wanted: String, place: String) async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let answer = try await house.ask(.post, "/sign-in", ["email": "ada@example.com", "password": "correct horse", "next": wanted])
            #expect(answer.status == 303 && answer.location == place)
        }
    }

    @Test("is told the same of a wrong password as of an unknown address, also of one no mail could reach: enumeration of accounts")
    func wrong() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            var told: Set<String> = []
            for email in ["ada@example.com", "bob@example.com", "not an address", "ada\u{0}@example.com"] {
                let answer = try await house.ask(.post, "/sign-in", ["email": email, "password": "wrong"])
                #expect(answer.status == 422 && answer.headers[.setCookie] == nil, "\(email)")
                told.insert(String(answer.text.contains("The address or the password is not right.")))
            }
            #expect(told == ["true"])
        }
    }

    @Test("cannot be sent here by another site's form")
    func crossSite() async throws {
        try await CustomerHouse.with { house in
            let cookie = try await house.cookie(of: house.platform.register("Acme"))
            let answer = try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "Forged"], headers: [.origin: "https://evil.example"])
            #expect(answer.status == 403)
            #expect(try await house.platform.superuser.read(Query<Int>.value("select count(*) from customers")) == 0)
        }
    }

    @Test("gets pages that run nothing of others, are framed by nobody, and are packed where that pays")
    func headers() async throws {
        try await CustomerHouse.with(isSecure: true) { house in
            let page = try await house.ask(.get, "/sign-up", headers: [.acceptEncoding: "gzip"])
            let policy = try #require(page.headers[.contentSecurityPolicy])
            for part in ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"] { #expect(policy.contains(part)) }
            #expect(!policy.contains("unsafe-inline") && page.headers[.xContentTypeOptions] == "nosniff" && page.headers[.strictTransportSecurity] != nil)
            #expect(page.headers[.contentEncoding] == "gzip" && page.bytes.prefix(2) == [0x1F, 0x8B])
            #expect(page.headers[.cacheControl]?.contains("private") == true)
            let plain = try await house.ask(.get, "/sign-up")
            #expect(plain.headers[.contentEncoding] == nil && plain.text.lowercased().hasPrefix("<!doctype html>") && !plain.text.contains("<script>") && !plain.text.contains(" style="))
        }
    }

    @Test("is spoken to in the language it chose, which only this host can have set")
    func language() async throws {
        try await CustomerHouse.with(isSecure: true) { house in
            let page = try await house.ask(.get, "/sign-in?next=%2Fcrm%2Fcustomers")
            #expect(page.text.contains("href=\"/language/ar?next=%2Fsign-in%3Fnext%3D%252Fcrm%252Fcustomers\""))
            let chosen = try await house.ask(.get, "/language/ar?next=%2Fsign-in")
            #expect(chosen.status == 303 && chosen.location == "/sign-in")
            #expect(chosen.headers[.setCookie] == "__Host-kontor_language=ar; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure")
            #expect(try await house.ask(.get, "/", cookie: chosen.cookie("__Host-kontor_language")).text.contains("lang=\"ar\" dir=\"rtl\""))
            for language in ["de", "xx"] { #expect(try await house.ask(.get, "/language/\(language)").status == 404) }
        }
    }

    @Test("gets the portal's own page where there is none, and an apology with a number where something failed")
    func apologies() async throws {
        try await CustomerHouse.with { house in
            let nothing = try await house.ask(.get, "/nowhere/at/all")
            #expect(nothing.status == 404 && nothing.text.contains("</html>"))
            let cookie = try await house.cookie(of: house.platform.register("Acme"))
            _ = try await house.platform.superuser.write(Query.execute("alter table customers rename to secret_table"))
            let failed = try await house.ask(.get, "/crm/customers", cookie: cookie)
            #expect(failed.status == 500 && failed.text.contains("request-1"))
            for secret in ["secret_table", "SQLSTATE", "does not exist", "from \"customers"] { #expect(!failed.text.contains(secret), "\(secret)") }
        }
    }
}

extension CustomerHouse {
    /// Ada, whose address was confirmed, and Acme.
    func register() async throws {
        guard let email = EmailAddress("ada@example.com") else { throw WrongAnswer() }
        try await Accounts(Database(visitors: platform.app), passwords: Self.passwords).register(
            Registration(name: "Ada", email: email, password: "correct horse", businessName: "Acme", currency: .eur))
        try await arrange("update users set email_verified_at = now()")
    }
}

extension CustomerHouse.Answer {
    /// A cookie this answer set, as a browser sends it back.
    func cookie(_ name: String) throws -> String {
        guard let field = headers[values: .setCookie].first(where: { $0.hasPrefix("\(name)=") }) else { throw WrongAnswer() }
        return String(field.prefix { $0 != ";" })
    }
}
