import Platform
import Support

/// The door people come in by, on a platform of their own.
struct Door: Sendable {
    let platform: TestPlatform
    let accounts: Accounts

    static func with(_ body: (Door) async throws -> Void) async throws {
        let passwords = Passwords()
        try await TestPlatform.with { platform in
            try await body(Door(platform: platform, accounts: Accounts(Database(visitors: platform.app), passwords: passwords)))
        }
        try await passwords.stop()
    }

    static let password = "correct horse"
    static let browser = Device(address: "192.0.2.1", agent: "Tests")

    @discardableResult
    func register(_ email: String, password: String = password, business: String = "Acme") async throws -> Registration {
        guard let address = EmailAddress(email) else { throw WrongAnswer() }
        let registration = Registration(
            name: "Ada", email: address, password: password, businessName: business, language: .es, currency: .eur, timeZone: "Europe/Madrid", hue: 30)
        try await accounts.register(registration)
        return registration
    }

    func signIn(_ email: String, password: String = password, from address: String = "192.0.2.1") async throws -> Secret {
        try await accounts.signIn(email: email, password: password, address: address, agent: "Tests")
    }

    /// Whom the database says a cookie stands for.
    func entry(_ secret: Secret) async throws -> Entry? {
        try await Entries(platform.app, registry: platform.registry).entry(secret.digest)
    }

    /// Runs a statement behind everybody's back.
    func arrange(_ sql: SQL) async throws { _ = try await platform.superuser.write(Query.execute(sql)) }
}

/// Asks until it is so, for ten seconds at most.
func eventually(_ condition: () async throws -> Bool) async throws -> Bool {
    for _ in 0..<500 {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(20))
    }
    return false
}
