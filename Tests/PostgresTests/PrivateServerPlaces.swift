import FoundationEssentials
import Glibc
import Testing

@testable import Postgres

@Suite("A private server's place")
struct PrivateServerPlaces {
    @Test("is the folder itself where PostgreSQL's user can reach it")
    func itself() async throws {
        try await Playground.open(fresh: true) { playground in
            let place = try PrivateServer.Place.settle(playground.folder)
            #expect(place.home == playground.folder)
            #expect(place.socketFolder == playground.folder)
        }
    }

    @Test("is private to PostgreSQL's user")
    func isPrivate() async throws {
        try await Playground.open(fresh: true, under: String(repeating: "long/", count: 30) + "home") { playground in
            let place = try PrivateServer.Place.settle(playground.folder)
            for folder in [place.home, place.socketFolder] {
                var status = stat()
                #expect(stat(folder, &status) == 0)
                #expect(status.st_uid == place.user.id)
                #expect(status.st_mode & 0o777 == 0o700)
            }
            rmdir(place.socketFolder)
        }
    }

    @Test("works behind a path that is too long for a socket")
    func long() async throws {
        try await Playground.open(fresh: true, under: String(repeating: "long/", count: 30) + "home") { playground in
            let server = playground.server()
            let connection = try await server.start()
            #expect(try await ask(connection, "select 1") == "1")
            #expect(!FileManager.default.fileExists(atPath: "\(playground.folder)/.s.PGSQL.5432"))
            await server.stop()
            rmdir(try PrivateServer.Place.settle(playground.folder).socketFolder)
        }
    }

    @Test("is elsewhere, behind a link, when only root may enter the folder", .enabled(if: geteuid() == 0))
    func rootOnly() async throws {
        try await Playground.open(fresh: true, under: "clone", mode: 0o700) { playground in
            let server = playground.server()
            #expect(try await ask(server.start(), "create table kept as select 7 as n; select 1") == "1")
            let elsewhere = try #require(PrivateServer.Files.linkTarget(playground.folder))
            #expect(elsewhere.hasPrefix("/var/lib/kontor/clone-"))
            await server.stop()
            #expect(try await ask(server.start(), "select n from kept") == "7")
            await server.stop()
        }
    }

    @Test("is elsewhere when its name would mean something to a shell", arguments: ["two words", "a'b", "$(touch x)", "a,b", "Büro"])
    func unquotable(name: String) async throws {
        try await Playground.open(fresh: true, under: name) { playground in
            let place = try PrivateServer.Place.settle(playground.folder)
            #expect(PrivateServer.Files.linkTarget(playground.folder) == place.home)
            #expect(try PrivateServer.Place.settle(playground.folder).home == place.home)
            rmdir(place.home)
        }
    }

    @Test("is made anew when the link leads nowhere")
    func dangling() async throws {
        try await Playground.open(fresh: true) { playground in
            try FileManager.default.createDirectory(atPath: "\(playground.root)/var", withIntermediateDirectories: true)
            symlink("/nonexistent/kontor", playground.folder)
            let place = try PrivateServer.Place.settle(playground.folder)
            #expect(FileManager.default.fileExists(atPath: place.home))
            rmdir(place.home)
        }
    }

    @Test("is refused in words when its user is shut out afterwards", .enabled(if: geteuid() == 0))
    func shutOut() async throws {
        try await Playground.open(fresh: true) { playground in
            _ = try PrivateServer.Place.settle(playground.folder)
            chmod(playground.root, 0o700)
            let error = #expect(throws: PrivateServerError.self) { try PrivateServer.Place.settle(playground.folder) }
            #expect(error?.description.contains("postgres cannot enter \(playground.root): chmod o+x it") == true)
            chmod(playground.root, 0o755)
        }
    }

    @Test("is refused in words to an ordinary user when it is another's", .enabled(if: geteuid() == 0))
    func another() async throws {
        try await Playground.open(fresh: true) { playground in
            _ = try PrivateServer.Place.settle(playground.folder)
            await #expect(processExitsWith: .success) { [root = playground.root as String] in
                setuid(65_534)
                let server = Playground(root: root).server()
                #expect(await refusal(of: server) == .ownedByAnother(folder: "\(root)/var/postgres", owner: "postgres"))
            }
        }
    }
}
