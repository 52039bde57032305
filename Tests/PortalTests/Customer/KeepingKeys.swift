import HTTPTypes
import Platform
import Support
import Testing

@Suite("The page of API keys", .enabled(if: TestPlatform.isPossible))
struct KeepingKeys {
    private func form(
        _ scopes: [String], name: String = "Web <shop>", expiry: String = "90", id: String = ID<APIKey>().description
    ) -> Form {
        Form([("id", id), ("name", name), ("expiry", expiry)] + scopes.map { ("scope", $0) })
    }

    private func secret(in page: String) throws -> String {
        String(try #require(page.firstMatch(of: /value="(kontor_[A-Za-z0-9_-]{43})"/)).1)
    }

    @Test("says so while there is none, offers what one may give, and shows a new key once")
    func making() async throws {
        try await CustomerHouse.with { house in
            let scope = try await house.platform.register("Acme")
            let cookie = try await house.cookie(of: scope)
            #expect(try await house.ask(.get, "/settings", cookie: cookie).text.contains("href=\"/settings/keys\""))
            #expect(try await house.ask(.get, "/settings/keys", cookie: cookie).text.contains("No API keys yet"))
            let question = try await house.ask(.get, "/settings/keys/new", cookie: cookie).text
            for offered in ["crm.customers.read", "crm.companies.export", "account.members.read", "account.settings.edit"] {
                #expect(question.contains("name=\"scope\" value=\"\(offered)\">"), "\(offered)")
            }
            for kept in ["account.keys.manage", "account.profile.edit"] { #expect(!question.contains(kept)) }
            let made = try await house.ask(.post, "/settings/keys/new", cookie: cookie, form(["crm.customers.read", "crm.customers.edit"]))
            #expect(made.status == 201)
            let secret = try secret(in: made.text)
            let list = try await house.ask(.get, "/settings/keys", cookie: cookie).text
            #expect(list.contains("Web &lt;shop&gt;") && list.contains("Customers: read and change") && list.contains("Not used yet"))
            #expect(list.contains(secret.prefix(15)) && !list.contains(secret.prefix(16)))
            let stored = try #require(try await APIKeys(in: scope).all().first)
            #expect(stored.expiresAt.map { abs($0.timeIntervalSince(stored.createdAt) - 90 * 86_400) < 60 } == true)
            #expect(APIKeySecret(secret)?.prefix == stored.prefix && stored.scopes == ["crm.customers.read", "crm.customers.edit"])
        }
    }

    @Test("makes one key of a form that is sent twice, and shows it but once")
    func twice() async throws {
        try await CustomerHouse.with { house in
            let scope = try await house.platform.register("Acme")
            let cookie = try await house.cookie(of: scope), form = form(["crm.customers.read"], expiry: "never")
            #expect(try await house.ask(.post, "/settings/keys/new", cookie: cookie, form).status == 201)
            let again = try await house.ask(.post, "/settings/keys/new", cookie: cookie, form)
            #expect(again.status == 409 && again.text.contains("a key is shown only once") && !again.text.contains("id=\"secret\""))
            let keys = try await APIKeys(in: scope).all()
            #expect(keys.count == 1 && keys.first?.expiresAt == nil)
        }
    }

    @Test("keeps what was typed when something is wrong with it, and says what", arguments: [
        ("", "90", ["crm.customers.read"], "Fill this in."), (String(repeating: "x", count: 101), "90", ["crm.customers.read"], "100 is the most"),
        ("Shop", "1000", ["crm.customers.read"], "Choose one of the list."), ("Shop", "90", [], "Choose at least one thing"),
        ("Shop", "90", ["crm.customers.read", "account.keys.manage"], "Choose at least one thing"), ("a\u{0}", "30", ["crm.customers.read"], "cannot be stored"),
    ])
    func wrong(name: String, expiry: String, scopes: [String], told: String) async throws {
        try await CustomerHouse.with { house in
            let scope = try await house.platform.register("Acme")
            let cookie = try await house.cookie(of: scope)
            let answer = try await house.ask(.post, "/settings/keys/new", cookie: cookie, form(scopes, name: name, expiry: expiry))
            #expect(answer.status == 422 && answer.text.contains(told), "\(told)")
            if scopes.contains("crm.customers.read") { #expect(answer.text.contains("value=\"crm.customers.read\" checked")) }
            #expect(try await APIKeys(in: scope).all().isEmpty)
        }
    }

    @Test("asks before a key is revoked, and then shuts it out")
    func revoking() async throws {
        try await CustomerHouse.with { house in
            let scope = try await house.platform.register("Acme")
            let cookie = try await house.cookie(of: scope)
            let made = try await house.ask(.post, "/settings/keys/new", cookie: cookie, form(["crm.customers.read"]))
            let key = try #require(try await APIKeys(in: scope).all().first), path = "/settings/keys/\(key.id)/revoke"
            #expect(try await house.ask(.get, "/settings/keys", cookie: cookie).text.contains("href=\"\(path)\""))
            let question = try await house.ask(.get, path, cookie: cookie)
            #expect(question.text.contains("Revoke Web &lt;shop&gt;?") && question.text.contains("action=\"\(path)\""))
            #expect(try await APIKeys(in: scope).one(key.id).revokedAt == nil)
            #expect(try await house.ask(.post, path, cookie: cookie).location == "/settings/keys")
            let list = try await house.ask(.get, "/settings/keys", cookie: cookie).text
            #expect(list.contains("Revoked") && !list.contains(path))
            let digest = try #require(APIKeySecret(try secret(in: made.text))).digest
            let refusal = try await house.platform.app.read(Query<String?>.value("select kontor.key_refusal(\(digest))"))
            #expect(refusal == "revoked")
        }
    }

    @Test("neither shows nor revokes another business's keys")
    func isolation() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex")
            let theirs = NewAPIKey(name: "Secret of Globex", scopes: [AccountPermissions.members], expiresAt: nil)
            _ = try await APIKeys(in: globex).make(theirs)
            let cookie = try await house.cookie(of: acme)
            #expect(try await house.ask(.get, "/settings/keys", cookie: cookie).text.contains("No API keys yet"))
            for method in [HTTPRequest.Method.get, .post] {
                let answer = try await house.ask(method, "/settings/keys/\(theirs.id)/revoke", cookie: cookie)
                #expect(answer.status == 404 && !answer.text.contains("Globex"))
            }
            #expect(try await APIKeys(in: globex).one(theirs.id).revokedAt == nil)
        }
    }

    @Test("is for administrators", arguments: [Role.viewer, .staff, .manager])
    func roles(role: Role) async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme")
            let cookie = try await house.cookie(of: house.platform.join(owner.business.id, as: role))
            #expect(try await house.ask(.get, "/settings/keys", cookie: cookie).status == 403)
            #expect(try await house.ask(.post, "/settings/keys/new", cookie: cookie, form(["crm.customers.read"])).status == 403)
            #expect(try await APIKeys(in: owner).all().isEmpty)
        }
    }
}
