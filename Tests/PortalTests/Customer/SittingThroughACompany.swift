import Platform
import Support
import Testing

@Suite("Whoever their company let in", .enabled(if: TestPlatform.isPossible))
struct SittingThroughACompany {
    @Test("is led past the pages of their own account, which their company does not open")
    func account() async throws {
        try await CustomerHouse.with { house in
            let scope = try await house.platform.register("Acme"), cookie = try await house.companyCookie(of: scope)
            for path in ["/profile/passkeys", "/profile/code", "/profile/password", "/profile/sessions", "/confirm"] {
                #expect(try await house.ask(.get, path, cookie: cookie).location == "/profile/company", "\(path)")
            }
            #expect(try await house.ask(.post, "/profile/others/end", cookie: cookie).status != 200)
            let page = try await house.ask(.get, "/profile/company", cookie: cookie)
            #expect(page.status == 200 && page.text.contains("Acme"))
            #expect(try await house.ask(.get, "/profile", cookie: cookie).status == 200)
            #expect(try await house.ask(.get, "/home", cookie: cookie).status == 200)
        }
    }

    @Test("proves at the company's provider that it is them, before what could do harm")
    func fresh() async throws {
        try await CustomerHouse.with { house in
            let scope = try await house.platform.register("Acme"), cookie = try await house.companyCookie(of: scope)
            try await house.arrange("update sessions set confirmed_at = now() - interval '1 hour'")
            let answer = try await house.ask(.get, "/settings/keys/new", cookie: cookie)
            #expect(answer.location == "/sign-in/company?business=\(scope.business.id)&again=true&next=%2Fsettings%2Fkeys%2Fnew")
            let page = try await house.ask(.get, answer.location ?? "", cookie: cookie)
            #expect(page.text.contains("/sign-in/company/start?business=\(scope.business.id)&amp;next=%2Fsettings%2Fkeys%2Fnew&amp;again=true"))
        }
    }

    @Test("is the only one to come in where the business asks for it; who has a password is led to the provider")
    func required() async throws {
        try await CustomerHouse.with { house in
            let scope = try await house.platform.register("Acme"), staff = try await house.platform.join(scope.business.id, as: .staff)
            try await house.provider(of: scope)
            let password = try await house.cookie(of: staff), company = try await house.companyCookie(of: staff)
            try await house.arrange("update sign_in_providers set is_required = true")
            #expect(try await house.ask(.get, "/home", cookie: password).location == "/businesses")
            let answer = try await house.ask(.post, "/businesses", cookie: password, ["business": scope.business.id.description])
            #expect(answer.location == "/sign-in/company?business=\(scope.business.id)")
            #expect(try await house.ask(.get, "/home", cookie: company).status == 200)
            #expect(try await house.ask(.get, "/home", cookie: house.cookie(of: scope)).status == 200, "owners come in as they like")
        }
    }

    @Test("came with an answer of their own browser's: any other is over, and says so on the page")
    func stray() async throws {
        try await CustomerHouse.with { house in
            for cookie in ["", "kontor_company=\(Secret().text)"] {
                let answer = try await house.ask(.get, "/sign-in/company/answer/\(ID<SignInProvider>())?state=x&code=y", cookie: cookie)
                #expect(answer.status == 410 && answer.text.contains("Begin again"))
            }
            let unknown = try await house.ask(.post, "/sign-in/company", ["email": "ada@nobody.example"])
            #expect(unknown.status == 422 && unknown.text.contains("ada@nobody.example"))
            let elsewhere = try await house.ask(.get, "/sign-in/company?next=//evil.example")
            #expect(elsewhere.status == 200 && !elsewhere.text.contains("value=\"//evil"), "open redirects")
        }
    }
}

extension CustomerHouse {
    func provider(of scope: Scope) async throws {
        try await arrange("""
            insert into sign_in_providers (business_id, id, issuer, client_id)
            values (\(scope.business.id), \(ID<SignInProvider>()), 'https://id.acme.example', 'kontor') on conflict do nothing
            """)
    }

    /// The cookie of somebody whom the provider of their business let in.
    func companyCookie(of scope: Scope) async throws -> String {
        try await provider(of: scope)
        let secret = Secret()
        _ = try await platform.app.write(Query<Bool>.value("""
            select kontor.open_company_session(\(secret.digest), \(ID<Secret>()), \(scope.member.user), \(scope.business.id), '1 hour', '', '', \(Secret().digest))
            """))
        return "kontor_session=\(secret.text)"
    }
}
