import Platform
import Support

/// Runs each of a module's migrations on a database that is in use: with a business, and a row of every kind that can be there.
struct Upgrading: Sendable {
    let module: Module
    let registry: Registry

    init(_ module: Module, _ registry: Registry) {
        self.module = module
        self.registry = registry
    }

    /// - Throws: `MigrationError` where a migration does not run; `Fault` where a table stays empty before one.
    func check(_ samples: [String: JSONValue]) async throws {
        guard !module.migrations.isEmpty else { return }
        guard let server = TestServer.current else { throw NoTestServer() }
        try await server.withEmptyDatabase { owner, superuser in
            var ran = registry.migrations.filter { !module.migrations.contains($0) }
            _ = try await owner.run(ran, then: registry.declarations)
            let others = Set(try await superuser.tables())
            for migration in module.migrations {
                try await Filling(registry: registry, others: others, pool: superuser, samples: samples).fill(before: migration)
                ran.append(migration)
                _ = try await owner.run(ran, then: registry.declarations)
            }
        }
    }
}
