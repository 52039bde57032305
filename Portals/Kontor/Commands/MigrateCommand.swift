import ArgumentParser
import Platform

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date.",
        discussion: "`kontor serve` does this by itself. Run it alone to migrate before new nodes start.")

    func run() async throws {
        let installation = try await Installation.open()
        let database = try await installation.database()
        try await database.use {
            let ran = try await installation.migrate(database.logins)
            print(ran.isEmpty ? "The schema is up to date." : ran.map { "ran \($0)" }.joined(separator: "\n"))
        }
    }
}

extension Installation {
    /// - Parameter migrations: all there are, where none are given.
    /// - Returns: the names of the migrations that ran now.
    func migrate(_ logins: Logins, _ migrations: [Migration]? = nil) async throws -> [String] {
        let migrator = Migrator(connectionString: logins.owner)
        try await migrator.prepare(Migration.logins(Platform.logins))
        for login in logins.ours {
            guard let password = login.password else { continue }
            try await migrator.admit(login.name, password: password, by: login.connectionString)
        }
        guard let migrations else { return try await migrator.run(registry.migrations, then: registry.declarations) }
        return try await migrator.run(migrations)
    }
}
