import FoundationEssentials
public import Platform

/// A platform with a database of its own, as `kontor serve` would build it, without its portals.
public struct TestPlatform: Sendable {
    /// Sees and changes everything: tests use it to arrange what no door leads to, and to count.
    public let superuser: ConnectionPool
    /// Of the logins `kontor_owner`, `kontor_app` and `kontor_operator`.
    public let owner, app, operators: ConnectionPool
    /// A single connection of `kontor_app`, which remembers all it was asked: what it says of `pg_prepared_statements` counts the queries.
    package let lone: ConnectionPool
    public let registry: Registry
    public let voices: Voices

    public var seats: Seats { Seats(app, registry: registry, voices: voices) }

    /// Whether there is a server to test on; suites that need one are enabled by it.
    public static var isPossible: Bool { TestServer.current != nil }

    /// Calls `body` with a fresh platform, which is gone afterwards.
    public static func with<T>(
        _ modules: [Module] = [], texts: TestTexts = [:], _ body: (TestPlatform) async throws -> T
    ) async throws -> T {
        guard let server = TestServer.current else { throw NoTestServer() }
        var registry = try Registry(modules)
        let folder = FileManager.default.temporaryDirectory.appending(path: "kontor-files-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) } // a left-over folder does not make a test fail
        registry.files = .folder(folder, mostBytes: 1 << 20)
        let platformRegistry = registry
        let voices = Voices(try texts.catalogue())
        return try await server.withDatabase(platformRegistry) { database in
            try await body(TestPlatform(
                superuser: server.pool(database), owner: server.pool(database, "kontor_owner"),
                app: server.pool(database, "kontor_app"), operators: server.pool(database, "kontor_operator"),
                lone: server.pool(database, "kontor_app", most: 1), registry: platformRegistry, voices: voices))
        }
    }

    /// Registers a business together with its owner, whose scope comes back. Nobody can sign in as them:
    /// a real password would cost its hash.
    public func register(
        _ name: String, language: Language = .en, currency: Currency = .usd, timeZone: String = "UTC"
    ) async throws -> Scope {
        let business = ID<Business>(), member = ID<Member>(), user = ID<User>()
        try await Database<Visitor>(visitors: app).execute("""
            select kontor.register(\(user), \("owner.\(user)@example.com"), \("Owner of \(name)"), 'no password',
                \(language.rawValue), \(business), \(name), \(currency.rawValue), \(timeZone), 255, \(member))
            """)
        _ = try await superuser.write(Query.execute("update users set email_verified_at = now() where id = \(user)"))
        return try await scope(of: member, in: business)
    }

    /// Gives another person a seat in a business.
    public func join(_ business: ID<Business>, as role: Role, language: Language = .en) async throws -> Scope {
        let member = ID<Member>(), user = ID<User>()
        try await superuser.write(
            Query.execute("""
                insert into users (id, email, name, password_hash, language)
                values (\(user), \("\(role.rawValue).\(user)@example.com"), \(role.rawValue), 'no password', \(language.rawValue))
                """),
            Query.execute("insert into members (business_id, id, user_id, role) values (\(business), \(member), \(user), \(role))"))
        return try await scope(of: member, in: business)
    }

    private func scope(of member: ID<Member>, in business: ID<Business>) async throws -> Scope {
        guard let scope = try await seats.scope(of: member, in: business) else { throw PageError.notFound }
        return scope
    }
}

/// Thrown where `KONTOR_TEST_DATABASE` names no server.
public struct NoTestServer: Error, CustomStringConvertible {
    package init() {}
    public var description: String { "There is no PostgreSQL to test on. Set KONTOR_TEST_DATABASE to the connection string of a superuser, or call bin/test." }
}
