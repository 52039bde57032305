import Foundation
import Testing

import Postgres

@Suite("A login whose password is ours", .serialized)
struct Admitting {
    @Test("gets in after each change of the password, also when several nodes see it change")
    func changes() async throws {
        try await withPasswords { owner in
            let migrator = Migrator(connectionString: owner)
            try await migrator.prepare(Migration.logins(["kontor_app"]))
            for password in ["first", "it's \\ \"$logins$\"", "third"] {
                let login = "\(owner) user=kontor_app password='\(password.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'"
                #expect(try await ask(login, "select 1") == nil)
                try await withThrowingTaskGroup(of: Void.self) { nodes in
                    for _ in 0..<8 { nodes.addTask { try await migrator.admit("kontor_app", password: password, by: login) } }
                    try await nodes.waitForAll()
                }
                #expect(try await ask(login, "select current_user") == "kontor_app")
            }
        }
    }

    @Test("is left alone while it gets in, whoever may change it")
    func leavesAlone() async throws {
        try await withPasswords { owner in
            try await Migrator(connectionString: owner).prepare(Migration.logins(["kontor_app", "kontor_operator"]))
            _ = try await ask(owner, "alter role kontor_app password 'known'")
            let app = "\(owner) user=kontor_app password=known"
            // Who may not change anything.
            let stranger = Migrator(connectionString: app)
            try await stranger.admit("kontor_app", password: "known", by: app)
            await #expect(throws: MigrationError.self) {
                try await stranger.admit("kontor_operator", password: "x", by: "\(owner) user=kontor_operator password=x")
            }
        }
    }

    /// With a server that asks everybody but the owner for a password.
    private func withPasswords(_ body: (String) async throws -> Void) async throws {
        try await Playground.open { playground in
            let doors = try FileHandle(forWritingTo: URL(filePath: "\(playground.folder)/data/pg_hba.conf"))
            try doors.truncate(atOffset: 0)
            try doors.write(contentsOf: Data("local all kontor_owner trust\nlocal all all scram-sha-256\n".utf8))
            try doors.close()
            let server = playground.server()
            try await body(server.start())
            await server.stop()
        }
    }
}
