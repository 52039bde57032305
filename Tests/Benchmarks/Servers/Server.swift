import FoundationEssentials
import Subprocess
import SystemPackage

/// A server in a process of its own.
struct Server: Sendable {
    let port: Int
    let process: Int
    /// From its being started until it gave its first page.
    let untilFirstAnswer: Duration

    /// Bytes of memory it holds, by `proc(5)`.
    func residentMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        guard let kilobytes = line?.split(separator: " ").dropLast().last.flatMap({ Int($0) }) else {
            throw BenchError("the memory of a server cannot be read")
        }
        return kilobytes * 1024
    }

    /// Calls `body` while a server runs.
    /// - Parameters:
    ///   - program: `kontor` or `Benchmarks`, from the folder of this program.
    ///   - path: the page that shows that it serves, asked for with `cookie`.
    static func with<T: Sendable>(
        _ program: String, _ arguments: [String], on database: BenchDatabase, gives path: String, cookie: String,
        settings: [String: String] = [:],
        _ body: (Server) async throws -> T
    ) async throws -> T {
        let folder = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe").split(separator: "/").dropLast()
        let port = try freePort(), start = ContinuousClock.now
        let result = try await run(
            .path(FilePath("/\(folder.joined(separator: "/"))/\(program)")), arguments: Arguments(arguments),
            environment: .inherit.updating(settings.merging([
                "DATABASE_URL": database.owner, "KONTOR_PORT": "\(port)", "KONTOR_ADMIN_PORT": "\(try freePort())", "LOG_LEVEL": "error",
            ]) { $1 }.reduce(into: [:]) { $0[Environment.Key(stringLiteral: $1.key)] = $1.value }),
            input: .none, output: .discarded, error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
        ) { execution in
            do {
                try await untilAnswered(port, path, cookie)
                let server = Server(
                    port: port, process: Int(execution.processIdentifier.value), untilFirstAnswer: .now - start)
                let value = try await body(server)
                await execution.teardown(using: stop)
                return value
            } catch {
                await execution.teardown(using: stop)
                throw error
            }
        }
        return result.closureResult
    }

    private static let stop = [TeardownStep.send(signal: .terminate, allowedDurationToNextStep: .seconds(5))]

    private static func untilAnswered(_ port: Int, _ path: String, _ cookie: String) async throws {
        let limit = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < limit {
            if let answer = try ask(port, path, cookie: cookie) {
                guard answer.status == 200 else { throw BenchError("\(path) was answered with \(answer.status)") }
                return
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw BenchError("a server did not start")
    }
}
