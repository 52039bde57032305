import FoundationEssentials
import Platform
import Support
import Testing

@Suite("Signing in as an operator", .enabled(if: TestPlatform.isPossible))
struct SigningInAsAnOperator {
    @Test("opens a session of twelve hours, of which only a digest is stored")
    func opensSession() async throws {
        try await AdminHouse.with { house in
            let email = try await house.operatorAdded(.support)
            var browser = house.browser
            #expect(try await browser.get("/").location == "/sign-in")
            let answer = try await browser.post("/sign-in", ["email": " \(email.uppercased()) ", "password": AdminHouse.password])
            #expect(answer.location == "/")
            let secret = try #require(browser.cookies["kontor_operator"])
            #expect(browser.setCookies == ["kontor_operator=\(secret); Path=/; Max-Age=43200; HttpOnly; SameSite=Lax"])
            #expect(try await browser.get("/").status == 200)
            #expect(try await house.value("select array_agg(token_digest) from operator_sessions") == [sha256(Array(secret.utf8))])
            #expect(try await house.value("select expires_at - created_at = '12 hours' from operator_sessions") == true)
        }
    }

    @Test("leads back to where one wanted to go, if that is here")
    func goesOn() async throws {
        try await AdminHouse.with { house in
            var browser = house.browser
            #expect(try await browser.get("/people?q=a%20b").location == "/sign-in?next=%2Fpeople%3Fq%3Da%2520b")
            #expect(try await browser.get("/sign-in?next=%2Fpeople%3Fq%3Da%2520b").text.contains("value=\"/people?q=a%20b\""))
            let email = try await house.operatorAdded(.support)
            let places = [
                "/people?q=a%20b": "/people?q=a%20b", "//evil.example": "/", "https://evil.example": "/",
                "/\\evil.example": "/", "/\tevil": "/", "": "/",
            ]
            for (next, expected) in places {
                let answer = try await browser.post("/sign-in", ["email": email, "password": AdminHouse.password, "next": next])
                #expect(answer.location == expected)
            }
        }
    }

    @Test("says the same of a wrong password and of an unknown address")
    func wrong() async throws {
        try await AdminHouse.with { house in
            let email = try await house.operatorAdded(.admin)
            var browser = house.browser
            for address in [email, "nobody@platform.example", "", "\0"] {
                let answer = try await browser.post("/sign-in", ["email": address, "password": "a guess"])
                #expect(answer.status == 422)
                #expect(answer.text.contains("role=\"alert\""))
                #expect(!answer.text.contains("a guess"))
            }
            #expect(browser.cookies.isEmpty)
        }
    }

    @Test("slows guessing down, whatever address it comes from")
    func throttle() async throws {
        try await AdminHouse.with { house in
            let email = try await house.operatorAdded(.admin)
            var browser = house.browser
            for number in 1...5 {
                browser.address = "192.0.2.\(number)"
                #expect(try await browser.post("/sign-in", ["email": email, "password": "guess \(number)"]).status == 422)
            }
            browser.address = "192.0.2.6"
            try await house.waits()
            #expect(try await browser.post("/sign-in", ["email": email, "password": AdminHouse.password]).status == 429)
            try await house.platform.superuser.write(.execute("update sign_in_failures set last_failure = now() - interval '50 min'"))
            #expect(try await browser.post("/sign-in", ["email": email, "password": AdminHouse.password]).status == 303)
        }
    }

    @Test("is not made easier by a member's account of the same address")
    func apartFromMembers() async throws {
        try await AdminHouse.with { house in
            let email = try await house.operatorAdded(.admin)
            let accounts = Accounts(Database(visitors: house.platform.app), passwords: AdminHouse.passwords)
            try await accounts.register(Registration(
                name: "Mallory", email: try #require(EmailAddress(email)), password: "a member's own", businessName: "M", currency: .usd))
            var browser = house.browser
            for number in 1...5 {
                browser.address = "192.0.2.\(number)"
                _ = try await browser.post("/sign-in", ["email": email, "password": "guess \(number)"])
            }
            _ = try await accounts.signIn(email: email, password: "a member's own", address: "192.0.2.9", agent: "")
            try await house.waits()
            browser.address = "192.0.2.6"
            #expect(try await browser.post("/sign-in", ["email": email, "password": "a member's own"]).status == 429)
            #expect(try await browser.post("/sign-in", ["email": email, "password": AdminHouse.password]).status == 429)
        }
    }

    @Test("takes no member's cookie, no expired one and no deactivated operator's")
    func otherCookies() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            let secret = Secret()
            try await house.platform.app.write(.execute("select kontor.start_session(\(secret.digest), \(acme.member.user), '1 hour', '')"))
            var member = house.browser
            member.carry("kontor_operator", secret.text)
            #expect(try await member.get("/businesses").location == "/sign-in?next=%2Fbusinesses")

            var late = try await house.browser(of: .admin)
            try await house.platform.superuser.write(.execute("update operator_sessions set expires_at = now()"))
            #expect(try await late.get("/businesses").status == 303)
            var gone = try await house.browser(of: .admin)
            #expect(try await house.value("select count(*) from operator_sessions") == 1, "expired sessions are swept away")
            #expect(try await gone.get("/businesses").status == 200)
            try await house.platform.superuser.write(.execute("update operators set deactivated_at = now()"))
            #expect(try await gone.get("/businesses").status == 303)
        }
    }

    @Test("ends with signing out")
    func out() async throws {
        try await AdminHouse.with { house in
            var browser = try await house.browser(of: .support)
            let cookie = try #require(browser.cookies["kontor_operator"])
            let answer = try await browser.post("/sign-out")
            #expect(answer.location == "/sign-in")
            #expect(browser.cookies["kontor_operator"] == nil)
            browser.carry("kontor_operator", cookie)
            #expect(try await browser.get("/businesses").status == 303)
        }
    }

    @Test("is possible in every complete language, which stays")
    func languages() async throws {
        try await AdminHouse.with { house in
            var browser = house.browser
            #expect(try await browser.get("/sign-in").text.contains("href=\"/language/ar?next=%2Fsign-in\""))
            #expect(try await browser.get("/language/ar?next=%2Fsign-in").location == "/sign-in")
            #expect(try await browser.get("/sign-in").text.contains("lang=\"ar\" dir=\"rtl\">"))
            #expect(try await browser.get("/language/xx").status == 404)
            let email = try await house.operatorAdded(.support)
            _ = try await browser.post("/sign-in", ["email": email, "password": AdminHouse.password])
            #expect(try await browser.get("/modules").text.contains("lang=\"ar\" dir=\"rtl\">"))
        }
    }
}
