import Foundation
import Platform
import Support
import Testing

@Suite("A business that asks everybody for a second factor", .enabled(if: TestPlatform.isPossible))
struct AskingEverybody {
    @Test("must be asked by somebody who has one, and sees before how many have none")
    func ownFirst() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let cookie = try await house.signedIn()
            let page = try await house.ask(.get, "/settings/security", cookie: cookie)
            #expect(page.text.contains("1 member has neither yet.") && page.text.contains("href=\"/profile/code\""))
            #expect(try await house.ask(.post, "/settings/security/on", cookie: cookie).status == 409)
            let guarded = try await house.guarded().cookie
            #expect(try await house.ask(.get, "/settings/security", cookie: guarded).text.contains("action=\"/settings/security/on\""))
            #expect(try await house.ask(.post, "/settings/security/on", cookie: guarded).location == "/settings/security")
            #expect(try await house.ask(.get, "/home", cookie: guarded).status == 200)
            #expect(try await house.value("select asks_second_factor from businesses", of: Bool.self))
        }
    }

    @Test("lets those without one only to where they get one, and everywhere once they have it")
    func enrolling() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme"), staff = try await house.platform.join(owner.business.id, as: .staff)
            let other = try await house.platform.register("Globex")
            try await house.arrange("update businesses set asks_second_factor = true where id = \(owner.business.id)")
            let cookie = try await house.cookie(of: staff)
            for path in ["/home", "/crm/customers", "/members"] {
                #expect(try await house.ask(.get, path, cookie: cookie).location == "/profile/code?asked=true", "\(path)")
            }
            #expect(try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "Mint"]).location == "/profile/code?asked=true")
            #expect(try await house.value("select count(*) from customers", of: Int.self) == 0)
            let page = try await house.ask(.get, "/profile/code?asked=true", cookie: cookie)
            #expect(page.status == 200 && page.text.contains("asks its members for a second step"))
            #expect(try await house.ask(.get, "/profile/passkeys", cookie: cookie).status == 200)
            #expect(try await house.ask(.get, "/home", cookie: house.cookie(of: other)).status == 200, "of another business")
            try await house.arrange("""
                insert into passkeys (id, user_id, credential_id, public_key, sign_count, name, is_backed_up)
                values (gen_random_uuid(), \(staff.member.user), sha256('x'), sha256('y'), 0, 'Key', false)
                """)
            #expect(try await house.ask(.get, "/home", cookie: cookie).status == 200)
            #expect(try await house.ask(.post, "/sign-out", cookie: cookie).location == "/sign-in")
        }
    }

    @Test("gives no tokens to those without one, and asks for the passkey of those who have that alone")
    func otherDoors() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let visitors = Database<Visitor>(visitors: house.platform.app), accounts = Accounts(Database(visitors: house.platform.app), passwords: CustomerHouse.passwords)
            let tokens = Tokens(visitors, accounts: accounts)
            func issue() async throws { _ = try await tokens.issue(email: "ada@example.com", password: "correct horse", address: "192.0.2.1") }
            try await issue()
            try await house.arrange("update businesses set asks_second_factor = true")
            await #expect(throws: TokenError.factorNeeded) { try await issue() }
            #expect(try await house.ask(.post, "/sign-in", ["email": "ada@example.com", "password": "correct horse"]).location == "/home", "to get one")
            try await house.arrange("""
                insert into passkeys (id, user_id, credential_id, public_key, sign_count, name, is_backed_up)
                select gen_random_uuid(), id, sha256('x'), sha256('y'), 0, 'Key', false from users
                """)
            let answer = try await house.ask(.post, "/sign-in", ["email": "ada@example.com", "password": "correct horse"])
            #expect(answer.location == "/sign-in" && (try? answer.cookie("kontor_session")) == nil)
            await #expect(throws: AccountError.secondProof) { try await issue() }
        }
    }
}
