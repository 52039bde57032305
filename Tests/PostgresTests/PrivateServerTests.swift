import Glibc
import Testing

@testable import Postgres

@Suite("A private server", .serialized)
struct PrivateServerTests {
    @Test("answers as its owner, in UTF-8, with checksums, and never over the network")
    func answers() async throws {
        try await Playground.open(fresh: true) { playground in
            let server = playground.server()
            let connection = try await server.start()
            let facts = """
                select current_user, current_database(), rolsuper, current_setting('server_encoding'), datcollate,
                       current_setting('data_checksums'), current_setting('jit'), current_setting('listen_addresses') = ''
                  from pg_roles, pg_database where rolname = current_user and datname = current_database()
                """
            #expect(try await ask(connection, facts) == "kontor_owner|kontor|t|UTF8|C.UTF-8|on|off|t")
            #expect(try await ask(connection.replacing("host=\(playground.folder)", with: "host=127.0.0.1"), "select 1") == nil)
            await server.stop()
            #expect(try await ask(connection, "select 1") == nil)
        }
    }

    @Test("keeps its rows from one start to the next")
    func keeps() async throws {
        try await Playground.open { playground in
            let first = playground.server()
            _ = try await ask(first.start(), "create table kept as select 7 as n")
            await first.stop()
            let second = playground.server()
            #expect(try await ask(second.start(), "select n from kept") == "7")
            await second.stop()
        }
    }

    @Test("is shared by all who come at once, and stops with the last to leave")
    func shared() async throws {
        try await Playground.open(fresh: true) { playground in
            let servers = (0..<4).map { _ in playground.server() }
            let connections = try await withThrowingTaskGroup(of: String.self) { group in
                for server in servers { group.addTask { try await server.start() } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            let connection = try #require(connections.first)
            #expect(connections.count == 1)
            for server in servers.dropLast() { await server.stop() }
            #expect(try await ask(connection, "select 1") == "1")
            await servers.last?.stop()
            #expect(try await ask(connection, "select 1") == nil)
        }
    }

    @Test("stays for those who came while the last one was leaving")
    func comingAndGoing() async throws {
        try await Playground.open { playground in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        for _ in 0..<3 {
                            let server = playground.server()
                            let answer = try await ask(server.start(), "select 1")
                            #expect(answer == "1")
                            await server.stop()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(playground.postmaster == nil)
        }
    }

    @Test("is out of the reach of a Ctrl-C in our terminal")
    func ownSession() async throws {
        try await Playground.open { playground in
            let server = playground.server()
            _ = try await server.start()
            let postmaster = try #require(playground.postmaster)
            #expect(getsid(postmaster) == postmaster && getsid(0) != postmaster)
            await server.stop()
        }
    }

    @Test("stops with a caller that was cancelled")
    func cancelledStop() async throws {
        try await Playground.open { playground in
            let server = playground.server()
            let connection = try await server.start()
            let place = try PrivateServer.Place.settle(playground.folder)
            let busy = try await PrivateServer.FileLock.take(place.startLock, .exclusive, owner: place.user, within: .seconds(1))
            let leaving = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                await server.stop()
            }
            try await Task.sleep(for: .milliseconds(100))
            busy.release()
            await leaving.value
            #expect(try await ask(connection, "select 1") == nil)
        }
    }
}
