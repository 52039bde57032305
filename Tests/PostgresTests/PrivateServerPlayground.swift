import FoundationEssentials
import Glibc
import Logging
import Subprocess
import Testing

@testable import Postgres

/// A folder of its own for one test, with as many servers on it as the test starts. All of it is gone afterwards.
struct Playground: Sendable {
    let root: String
    var folder: String { "\(root)/var/postgres" }

    func server() -> PrivateServer { PrivateServer(folder: folder, durable: false, logger: Logger(label: "test")) }

    /// The process id in the server's file.
    var postmaster: pid_t? {
        let file = try? String(contentsOfFile: "\(folder)/data/postmaster.pid", encoding: .utf8)
        return file?.split(separator: "\n").first.flatMap { pid_t($0) }
    }

    /// Creates `under`, e.g. a deep path, inside the folder; `mode` is that of the outer folder. Unless it is to be fresh,
    /// the playground comes with a cluster: one is created a run, and copied, which takes a tenth of the time.
    static func open(
        fresh: Bool = false, under path: String = "home", mode: mode_t = 0o755, _ body: (Playground) async throws -> Void
    ) async throws {
        let outer = "/tmp/kontor-\(UInt32.random(in: 0...UInt32.max))"
        let playground = Playground(root: "\(outer)/\(path)")
        try FileManager.default.createDirectory(atPath: playground.root, withIntermediateDirectories: true)
        chmod(outer, mode)
        if !fresh { try await copyCluster(to: playground) }
        func close() async throws {
            let guest = playground.server()
            if playground.postmaster != nil, (try? await guest.start()) != nil { await guest.stop() }
            if let elsewhere = PrivateServer.Files.linkTarget(playground.folder) { try? FileManager.default.removeItem(atPath: elsewhere) }
            try FileManager.default.removeItem(atPath: outer)
        }
        do {
            try await body(playground)
            try await close()
        } catch {
            try await close()
            throw error
        }
    }
}

extension Playground {
    private static let template = Playground(root: "/tmp/kontor-template-\(getpid())")

    private static let templateMade = Task {
        atexit { try? FileManager.default.removeItem(atPath: Playground.template.root) }
        let server = template.server()
        _ = try await server.start()
        await server.stop()
    }

    private static func copyCluster(to playground: Playground) async throws {
        try await templateMade.value
        try FileManager.default.createDirectory(atPath: "\(playground.root)/var", withIntermediateDirectories: true)
        let copy = try await Subprocess.run(
            .name("cp"), arguments: ["-a", template.folder, playground.folder], output: .discarded, error: .discarded)
        try #require(copy.terminationStatus.isSuccess)
    }
}

/// What `psql` answers, line by line without headings; nil when it could not ask.
func ask(_ connection: String, _ sql: String) async throws -> String? {
    let result = try await Subprocess.run(
        .name("psql"), arguments: ["-XAtqc", sql, "-v", "ON_ERROR_STOP=1", connection],
        output: .string(limit: 65_536), error: .discarded)
    guard result.terminationStatus.isSuccess else { return nil }
    return result.standardOutput.split(separator: "\n").joined(separator: "\n")
}

/// Why the server does not start; nil when it does.
func refusal(of server: PrivateServer) async -> PrivateServerError? {
    do throws(PrivateServerError) {
        _ = try await server.start()
        return nil
    } catch {
        return error
    }
}

/// Repeats the question until there is an answer, for half a minute at most.
func askPatiently(_ connection: String, _ sql: String) async throws -> String? {
    for _ in 0..<300 {
        if let answer = try await ask(connection, sql) { return answer }
        try await Task.sleep(for: .milliseconds(100))
    }
    return nil
}
