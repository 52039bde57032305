import FoundationEssentials
package import Platform
import Synchronization

/// The PostgreSQL server of the tests: `KONTOR_TEST_DATABASE` holds the libpq connection string of a superuser.
public struct TestServer: Sendable {
    /// nil where no server is named; suites that need one are then skipped.
    public static let current = ProcessInfo.processInfo.environment["KONTOR_TEST_DATABASE"].map(TestServer.init)

    private let connectionString: String
    private let admin: ConnectionPool
    private let templates = Templates()
    /// Swift Testing starts all tests at once, and a server has a hundred connections.
    private let crowd = Crowd(of: 8)

    private init(_ connectionString: String) {
        self.connectionString = connectionString
        admin = ConnectionPool(PoolConfiguration(connectionString: connectionString))
    }

    /// Calls `body` with the name of a fresh database, which is dropped afterwards. The migrations run once, in
    /// a template; every database is a copy of it, made in milliseconds.
    func withDatabase<T>(_ registry: Registry, _ body: (String) async throws -> T) async throws -> T {
        try await crowd.inside { try await withDatabaseNow(registry, body) }
    }

    private func withDatabaseNow<T>(_ registry: Registry, _ body: (String) async throws -> T) async throws -> T {
        let template = try await templates.named(digest(registry)) { try await make($0, registry) }
        let name = "kontor_test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await admin.runAlone("create database \(identifier: name) template \(identifier: template)")
        // A copy has the tables' rights, but not the database's own.
        try await admin.runAlone("revoke temporary on database \(identifier: name) from public")
        let result: Result<T, any Error>
        do { result = .success(try await body(name)) } catch { result = .failure(error) }
        try await admin.runAlone("drop database \(identifier: name) with (force)")
        return try result.get()
    }

    /// Calls `body` with a fresh database in which no migration has run: how to run some, and a superuser's pool.
    package func withEmptyDatabase<T>(_ body: (_ owner: Migrator, _ superuser: ConnectionPool) async throws -> T) async throws -> T {
        try await crowd.inside {
            _ = try await templates.named("logins") { _ in try await makeLogins() }
            let name = "kontor_test_" + UUID().uuidString.lowercased().replacing("-", with: "")
            try await admin.runAlone("create database \(identifier: name) owner kontor_owner")
            let result: Result<T, any Error>
            do {
                result = .success(try await body(Migrator(connectionString: "\(connectionString) dbname=\(name) user=kontor_owner"), pool(name)))
            } catch { result = .failure(error) }
            try await admin.runAlone("drop database \(identifier: name) with (force)")
            return try result.get()
        }
    }

    /// A pool of one of the logins, or of the superuser.
    func pool(_ database: String, _ login: String? = nil, most: Int? = nil) -> ConnectionPool {
        let user = login.map { " user=\($0)" } ?? ""
        var configuration = PoolConfiguration(connectionString: "\(connectionString) dbname=\(database)\(user)")
        if let most { configuration.maximum = most }
        return ConnectionPool(configuration)
    }

    private func makeLogins() async throws {
        for login in ["kontor_owner", "kontor_app", "kontor_operator"] {
            try await admin.write(Query.execute(SQL(unchecked: Migration.logins([login]))))
        }
        // Owning a database is a membership, which a login that inherits nothing does not have.
        try await admin.write(Query.execute("alter role kontor_owner inherit"))
    }

    /// Made under another name first, so that a template is there wholly or not at all.
    private func make(_ template: String, _ registry: Registry) async throws {
        let known = try await admin.read(Query<Bool>.value("select exists (select from pg_database where datname = \(template))"))
        guard !known else { return }
        let draft = "kontor_draft_" + UUID().uuidString.lowercased().replacing("-", with: "")
        // Once, because roles belong to the server, and PostgreSQL lets only one change a role at a time.
        _ = try await templates.named("logins") { _ in try await makeLogins() }
        try await admin.runAlone("create database \(identifier: draft) owner kontor_owner")
        _ = try await Migrator(connectionString: "\(connectionString) dbname=\(draft) user=kontor_owner").run(
            registry.migrations, then: registry.declarations + Self.generosity)
        do {
            try await admin.runAlone("alter database \(identifier: draft) rename to \(identifier: template)")
        } catch let error as DatabaseError where error.refusal?.state.rawValue == "42P04" {
            try await admin.runAlone("drop database \(identifier: draft) with (force)") // another run was faster
        }
    }

    /// What a plan takes away is what a test says it takes away.
    private static let generosity = "; update plans set is_default = false; update plans set is_default = true where code = 'enterprise'"

    /// Changed migrations or declarations make another template.
    private func digest(_ registry: Registry) -> String {
        let bytes = (registry.migrations.map { "\($0.name)\n\($0.sql)" }.joined() + registry.declarations).utf8
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return "kontor_template_" + String(hash, radix: 16)
    }
}

/// Lets the first who needs a template make it, and the others wait for it.
private final class Templates: Sendable {
    private let made = Mutex<[String: Task<Void, any Error>]>([:])

    func named(_ name: String, make: @escaping @Sendable (String) async throws -> Void) async throws -> String {
        // A task of its own, because several tests wait for it and none of them owns it.
        let task = made.withLock { made in
            if let task = made[name] { return task }
            let task = Task { try await make(name) }
            made[name] = task
            return task
        }
        try await task.value
        return name
    }
}
