import Logging
import Redis
import Support
import Synchronization

/// What was logged, line by line.
final class Heard: LogHandler, Sendable {
    private let kept = Mutex<[String]>([])
    var metadata: Logger.Metadata { get { [:] } set {} }
    var logLevel: Logger.Level { get { .info } set {} }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? { get { nil } set {} }

    var lines: [String] { kept.withLock { $0 } }

    func log(event: LogEvent) {
        kept.withLock { $0.append("\(event.level) \(event.message) \(event.metadata.map { "\($0)" } ?? "")") }
    }
}

/// Calls `body` with a server and somebody connected to it.
/// - Parameter patience: of a machine that has much else to do.
func withRedis(password: String? = nil, patience: Duration = .seconds(20), _ body: (Redis, RedisServer, Heard) async throws -> Void) async throws {
    try await RedisServer.with(password: password) { server in
        let heard = Heard()
        let redis = Redis(try RedisAddress(server.url), logger: Logger(label: "test") { _ in heard }, patience: patience)
        do { try await body(redis, server, heard) } catch {
            try await redis.stop()
            throw error
        }
        try await redis.stop()
    }
}

/// Returns once it is so.
func until(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(20)) }
}

extension Redis {
    func does(_ words: String...) async throws -> RedisReply { try await command(RedisCommand(words)) }
}
