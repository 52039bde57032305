import Platform
import Support
import Testing

@Suite("Tokens of a person", .enabled(if: TestPlatform.isPossible))
struct EndingTokens {
    @Test("end when they change their password on their profile, and when an operator shuts their account")
    func portals() async throws {
        for isPassword in [true, false] {
            try await AdminHouse.with { house in
                let accounts = Accounts(Database(visitors: house.platform.app), passwords: AdminHouse.passwords)
                let email = try #require(EmailAddress("lin@acme.example"))
                try await accounts.register(Registration(
                    name: "Lin", email: email, password: AdminHouse.password, businessName: "Acme", currency: .usd))
                let tokens = Tokens(Database(visitors: house.platform.app), accounts: accounts)
                let pair = try await tokens.issue(email: email.text, password: AdminHouse.password, address: "192.0.2.7")
                if isPassword {
                    let session = try await accounts.signIn(email: email.text, password: AdminHouse.password, address: "192.0.2.7", agent: "")
                    try await accounts.changePassword(of: session.digest, current: AdminHouse.password, new: "another horse")
                } else {
                    let user: ID<User> = try await house.value("select id from users")
                    var admin = try await house.browser(of: .admin)
                    _ = try await admin.post("/people/\(user)/deactivate")
                    _ = try await admin.post("/people/\(user)/activate")
                }
                await #expect(throws: TokenError.ended) { try await tokens.refresh(pair.refreshToken, address: "192.0.2.7") }
                #expect(try await house.value("select ended_because from token_families") == (isPassword ? "password" : "deactivated"))
            }
        }
    }
}
