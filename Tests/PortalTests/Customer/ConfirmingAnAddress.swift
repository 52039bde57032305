import Platform
import Support
import Testing

@Suite("Confirming an address", .enabled(if: TestPlatform.isPossible))
struct ConfirmingAnAddress {
    private static let account: KeyValuePairs = [
        "business_name": "Acme", "name": "Ada", "email": "ada@example.com", "password": "correct horse", "currency": "EUR",
    ]

    @Test("is asked for when somebody registers, and reminded of until the link was followed")
    func story() async throws {
        try await CustomerHouse.with { house in
            let cookie = try await house.ask(.post, "/sign-up", Self.account).cookie("kontor_session")
            for place in ["/home", "/profile"] { #expect(try await house.ask(.get, place, cookie: cookie).text.contains("Confirm that ada@example.com is yours")) }
            let path = try await house.link(to: "ada@example.com", "/verify"), secret = String(path.dropFirst("/verify?link=".count))
            #expect(try await house.ask(.get, path, cookie: cookie).text.contains("Is ada@example.com your address?"))
            let outside = try await house.ask(.get, path).text
            #expect(outside.contains("sign in with the account that asked for it") && outside.contains("/sign-in?next=%2Fverify") && !outside.contains("method=\"post\" action=\"/verify\""))
            #expect(try await house.ask(.post, "/verify", ["link": secret]).status == 403, "who only reads the mail confirms nothing")
            #expect(try await house.ask(.get, "/home", cookie: cookie).text.contains("Confirm that"), "to look confirms nothing")
            let done = try await house.ask(.post, "/verify", cookie: cookie, ["link": secret])
            #expect(done.location == "/profile")
            for place in ["/home", "/profile"] { #expect(try await !house.ask(.get, place, cookie: cookie).text.contains("Confirm that")) }
            let again = try await house.ask(.post, "/verify", ["link": secret])
            #expect(again.status == 410 && again.text.contains("used already"))
            #expect(try await house.ask(.get, "/verify").status == 410)
        }
    }

    @Test("can be asked for again, a few times")
    func again() async throws {
        try await CustomerHouse.with { house in
            let cookie = try await house.ask(.post, "/sign-up", Self.account).cookie("kontor_session")
            for _ in 0..<2 { #expect(try await house.ask(.post, "/profile/confirm", cookie: cookie).location == "/profile") }
            #expect(try await house.ask(.post, "/profile/confirm", cookie: cookie).status == 429)
            #expect(try await house.value("select count(*) from mails", of: Int.self) == 3)
        }
    }

    @Test("of another one takes its link; until then the old one holds")
    func change() async throws {
        try await CustomerHouse.with { house in
            let cookie = try await house.ask(.post, "/sign-up", Self.account).cookie("kontor_session")
            #expect(try await house.ask(.get, "/profile", cookie: cookie).text.contains("/profile/address"))
            for (email, words) in [("", "Fill this in."), ("x", "not an e-mail address"), ("ADA@example.com", "the address you have")] {
                let answer = try await house.ask(.post, "/profile/address", cookie: cookie, ["email": email])
                #expect(answer.status == 422 && answer.text.contains(words))
            }
            let asked = try await house.ask(.post, "/profile/address", cookie: cookie, ["email": "ada@new.example"])
            #expect(asked.location == "/profile")
            #expect(try await house.ask(.get, "/profile", cookie: cookie).text.contains("ada@example.com"))
            let secret = String(try await house.link(to: "ada@new.example", "/verify").dropFirst("/verify?link=".count))
            #expect(try await house.ask(.post, "/verify", cookie: cookie, ["link": secret]).location == "/profile")
            #expect(try await house.ask(.post, "/sign-in", ["email": "ada@new.example", "password": "correct horse"]).location == "/home")
            let told = try await house.value("select count(*) from mails where kind = 'address'", of: Int.self)
            #expect(told == 0, "the address before had never been shown to be hers")
        }
    }

    @Test("tells the address before, where it was confirmed, and names the new one to nobody")
    func farewell() async throws {
        try await CustomerHouse.with { house in
            let cookie = try await house.ask(.post, "/sign-up", Self.account).cookie("kontor_session")
            _ = try await house.platform.superuser.write(Query.execute("update users set email_verified_at = now()"))
            _ = try await house.ask(.post, "/profile/address", cookie: cookie, ["email": "ada@new.example"])
            _ = try await house.ask(.post, "/verify", cookie: cookie, ["link": String(try await house.link(to: "ada@new.example", "/verify").dropFirst("/verify?link=".count))])
            let mail = try await house.value("select recipient || plain from mails where kind = 'address'", of: String.self)
            #expect(mail.hasPrefix("ada@example.com") && !mail.contains("ada@new.example"))
        }
    }
}
