import CRM
import FoundationEssentials
import Platform

/// A database of the measurements' own, with Kontor's schema.
struct BenchDatabase: Sendable {
    /// libpq connection string of the owner, who is also the superuser here.
    let owner: String
    let name: String

    /// Of the application's login, whom the row policies restrict.
    var app: String { "\(owner) user=kontor_app" }

    /// Makes it anew, on the server that `KONTOR_TEST_DATABASE` names.
    static func make(_ name: String) async throws -> BenchDatabase {
        guard let server = ProcessInfo.processInfo.environment["KONTOR_TEST_DATABASE"] else {
            throw BenchError("KONTOR_TEST_DATABASE names no server; bin/bench starts one.")
        }
        let pool = ConnectionPool(PoolConfiguration(connectionString: server))
        try await pool.runAlone("drop database if exists \(identifier: name) with (force)")
        try await pool.runAlone("create database \(identifier: name)")
        let database = BenchDatabase(owner: "\(server) dbname=\(name)", name: name)
        let migrator = Migrator(connectionString: database.owner)
        try await migrator.prepare(Migration.logins(Platform.logins))
        let registry = try Registry([crm])
        _ = try await migrator.run(registry.migrations, then: registry.declarations)
        return database
    }

    /// A pool of the owner, whose statements may take as long as they like.
    func ownersPool() -> ConnectionPool {
        var configuration = PoolConfiguration(connectionString: owner)
        configuration.statementTimeout = nil
        return ConnectionPool(configuration)
    }

    func appsPool(connections: Int = 8) -> ConnectionPool {
        var configuration = PoolConfiguration(connectionString: app)
        configuration.maximum = connections
        return ConnectionPool(configuration)
    }
}
