public import FoundationEssentials
public import Logging
public import Postgres
import Synchronization

/// When and from where each session was used last. Requests only note it here; what was noted is written beside them, each session
/// once in five minutes at most, however many pages are asked for.
public final class SessionUses: Sendable {
    private let pool: ConnectionPool
    private let logger: Logger
    private let kept = Mutex(Kept())

    private struct Use {
        let address: String, at: Date
    }

    private struct Kept {
        var noted: [[UInt8]: Use] = [:]
        var written: [[UInt8]: Date] = [:]
    }

    private static let pause: TimeInterval = 300

    /// - Parameter pool: of the login `kontor_app`.
    public init(_ pool: ConnectionPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    /// - Parameter session: the digest of its cookie's secret.
    public func note(_ session: [UInt8], from address: String, at now: Date = Date()) {
        kept.withLock { kept in
            guard kept.written[session].map({ $0 <= now - Self.pause }) ?? true else { return }
            kept.noted[session] = Use(address: address, at: now)
        }
    }

    /// Writes every thirty seconds what was noted, until the task is cancelled.
    public func run() async {
        while (try? await Task.sleep(for: .seconds(30))) != nil { await write() }
    }

    /// Writes what is due. What cannot be written is noted anew with the next request.
    public func write(at now: Date = Date()) async {
        let due = kept.withLock { kept in
            kept.written = kept.written.filter { $0.value > now - Self.pause }
            let due = kept.noted
            kept.noted = [:]
            for session in due.keys { kept.written[session] = now }
            return due.map { (session: $0.key, use: $0.value) }
        }
        guard !due.isEmpty else { return }
        do {
            try await pool.write(Query.execute(
                "select kontor.sessions_seen(\(due.map(\.session)), \(due.map(\.use.address)), \(due.map(\.use.at)))"))
        } catch {
            logger.warning("could not note when sessions were used", metadata: ["error": "\(error)"])
            kept.withLock { kept in for (session, _) in due { kept.written[session] = nil } }
        }
    }
}
