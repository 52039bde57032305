import FoundationEssentials
import Glibc
import Subprocess

/// A Redis server of a test's own, from Debian's `redis-server`, which keeps nothing.
public struct RedisServer: Sendable {
    public let port: Int
    private let folder: String
    private let password: String?

    /// Calls `body` with a server that runs; it is gone afterwards.
    public static func with(password: String? = nil, _ body: (RedisServer) async throws -> Void) async throws {
        let folder = "/tmp/kontor-redis.\(getpid()).\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let server = try await started(in: folder, password)
        do { try await body(server) } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    /// A port that was free a moment ago may be somebody else's by now: then another one.
    private static func started(in folder: String, _ password: String?) async throws -> RedisServer {
        for _ in 0..<10 {
            let server = RedisServer(port: try freePort(), folder: folder, password: password)
            do {
                try await server.start()
                return server
            } catch is NoRedis { try? FileManager.default.removeItem(atPath: "\(folder)/log") }
        }
        throw NoRedis(said: "no port stays free")
    }

    public var url: String { "redis://\(password.map { ":\($0)@" } ?? "")127.0.0.1:\(port)" }

    /// Returns once it answers.
    public func start() async throws {
        let secret = password.map { ["--requirepass", $0] } ?? []
        try await run("redis-server", [
            "--bind", "127.0.0.1", "--port", "\(port)", "--dir", folder, "--daemonize", "yes", "--save", "", "--appendonly", "no",
            "--pidfile", "\(folder)/pid", "--logfile", "\(folder)/log",
        ] + secret)
        while (try? await ask("ping")) != "PONG\n" {
            let log = (try? String(contentsOfFile: "\(folder)/log", encoding: .utf8)) ?? ""
            if log.contains("Failed listening") || log.contains("already in use") { throw NoRedis(said: log) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// As when the machine goes down: nobody is told goodbye. Does nothing to one that has stopped.
    public func stop() async throws {
        _ = try? await ask("shutdown", "nosave") // it hangs up instead of answering
        while (try? await ask("ping")) == "PONG\n" { try await Task.sleep(for: .milliseconds(20)) }
    }

    /// What the server says to a command, as its own client shows it.
    @discardableResult
    public func ask(_ command: String...) async throws -> String {
        try await run("redis-cli", ["-p", "\(port)"] + (password.map { ["--no-auth-warning", "-a", $0] } ?? []) + command)
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run(
            .name(program), arguments: Arguments(arguments), output: .string(limit: 1 << 20), error: .combinedWithOutput)
        guard result.terminationStatus.isSuccess else { throw NoRedis(said: result.standardOutput) }
        return result.standardOutput
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutableBytes(of: &address) { bytes -> Bool in
            guard let address = bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return false }
            return bind(descriptor, address, length) == 0 && getsockname(descriptor, address, &length) == 0
        }
        guard isBound else { throw NoRedis(said: "no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}

struct NoRedis: Error, CustomStringConvertible {
    let said: String
    var description: String { "The Redis of this test cannot be used; bin/test installs redis-server. \(said)" }
}
