import FoundationEssentials
import Glibc
import Testing

@testable import Postgres

@Suite("A private server survives", .serialized)
struct PrivateServerFaults {
    @Test("its own kill -9 while we run")
    func killed() async throws {
        try await Playground.open { playground in
            let server = playground.server()
            let connection = try await server.start()
            let watch = Task { await server.watch() }
            #expect(try await ask(connection, "create table kept as select 7 as n; select 1") == "1")
            kill(try #require(playground.postmaster), SIGKILL)
            #expect(try await askPatiently(connection, "select n from kept") == "7")
            await server.stop()
            await watch.value
            #expect(try await ask(connection, "select 1") == nil)
        }
    }

    @Test("its own kill -9 under two watching processes, which start it once")
    func killedUnderTwo() async throws {
        try await Playground.open { playground in
            let servers = [playground.server(), playground.server()]
            for server in servers { _ = try await server.start() }
            let connection = try await servers[0].start()
            let watches = servers.map { server in Task { await server.watch() } }
            kill(try #require(playground.postmaster), SIGKILL)
            #expect(try await askPatiently(connection, "select 1") == "1")
            await servers[0].stop()
            #expect(try await ask(connection, "select 1") == "1")
            await servers[1].stop()
            for watch in watches { await watch.value }
        }
    }

    @Test("being left while it is dead, by staying down")
    func leftWhileDead() async throws {
        try await Playground.open { playground in
            let server = playground.server()
            let connection = try await server.start()
            let place = try PrivateServer.Place.settle(playground.folder)
            let busy = try await PrivateServer.FileLock.take(place.startLock, .exclusive, owner: place.user, within: .seconds(1))
            // Leaving and watching both wait for the lock; whichever is first, the end is the same.
            let leaving = Task { await server.stop() }
            let watch = Task { await server.watch() }
            kill(try #require(playground.postmaster), SIGKILL)
            try await Task.sleep(for: .milliseconds(600))
            busy.release()
            await leaving.value
            await watch.value
            #expect(try await ask(connection, "select 1") == nil)
        }
    }

    @Test("the kill -9 of the process that started it, and is adopted by the next")
    func orphaned() async throws {
        try await Playground.open { playground in
            await #expect(processExitsWith: .signal(SIGKILL)) { [root = playground.root as String] in
                _ = try await Playground(root: root).server().start()
                kill(getpid(), SIGKILL)
            }
            let orphan = try #require(playground.postmaster)
            let server = playground.server()
            #expect(try await ask(server.start(), "select 1") == "1")
            #expect(playground.postmaster == orphan)
            await server.stop()
            #expect(playground.postmaster == nil)
        }
    }

    @Test("files that name a process which is now another program of the same user")
    func stale() async throws {
        try await Playground.open { playground in
            let server = playground.server()
            let connection = try await server.start()
            let files = ["data/postmaster.pid", ".s.PGSQL.5432.lock"].map { "\(playground.folder)/\($0)" }
            let remains = try files.map { try String(contentsOfFile: $0, encoding: .utf8) }
            await server.stop()

            let owner = try PrivateServer.ServerUser.forNewCluster()
            let note = "\(playground.folder)/stranger"
            let stranger = Task { try? await owner.run("/bin/sh", ["-c", "echo $$ > \(note); exec sleep 600"]) }
            defer { stranger.cancel() }
            let process = try await process(notedIn: note)
            for (file, text) in zip(files, remains) {
                let rest = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().joined(separator: "\n")
                try PrivateServer.Files.write("\(process)\n\(rest)", to: file, owner: owner)
            }
            #expect(try await server.start() == connection)
            #expect(try await ask(connection, "select 1") == "1")
            #expect(kill(process, 0) == 0)
            await server.stop()
        }
    }

    @Test("an empty pid file, as a power failure leaves it")
    func emptyFile() async throws {
        try await Playground.open { playground in
            let server = playground.server()
            _ = try await server.start()
            await server.stop()
            let owner = try PrivateServer.ServerUser.forNewCluster()
            try PrivateServer.Files.write("", to: "\(playground.folder)/data/postmaster.pid", owner: owner)
            #expect(try await ask(server.start(), "select 1") == "1")
            await server.stop()
        }
    }

    @Test("a creation that was cut off")
    func halfMade() async throws {
        try await Playground.open(fresh: true) { playground in
            let draft = "\(playground.folder)/data.new/base"
            try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
            #expect(FileManager.default.createFile(atPath: "\(draft)/1", contents: nil))
            let owner = try PrivateServer.ServerUser.forNewCluster()
            for path in [draft, "\(draft)/1", "\(playground.folder)/data.new"] { lchown(path, owner.id, owner.group) }
            let server = playground.server()
            #expect(try await ask(server.start(), "select 1") == "1")
            #expect(!FileManager.default.fileExists(atPath: "\(playground.folder)/data.new"))
            await server.stop()
        }
    }

    @Test("the loss of its socket")
    func socketGone() async throws {
        try await Playground.open { playground in
            let server = playground.server()
            let connection = try await server.start()
            unlink("\(playground.folder)/.s.PGSQL.5432")
            #expect(try await ask(connection, "select 1") == nil)
            let other = playground.server()
            #expect(try await ask(other.start(), "select 1") == "1")
            await other.stop()
            await server.stop()
        }
    }

    @Test("the removal of its folder while it runs")
    func folderGone() async throws {
        try await Playground.open { playground in
            let server = playground.server()
            _ = try await server.start()
            let lost = try #require(playground.postmaster)
            try FileManager.default.removeItem(atPath: playground.folder)
            let next = playground.server()
            #expect(try await ask(next.start(), "select 1") == "1")
            #expect(playground.postmaster != lost)
            await next.stop()
            await server.stop()
        }
    }

    /// Waits for a file with a process id.
    private func process(notedIn file: String) async throws -> pid_t {
        while true {
            let note = try? String(contentsOfFile: file, encoding: .utf8)
            if let process = note?.split(separator: "\n").first.flatMap({ pid_t($0) }) { return process }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
