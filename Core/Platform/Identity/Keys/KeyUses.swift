public import FoundationEssentials
public import Logging
public import Postgres
import Synchronization

/// When and from where each key was used last. Requests only note it here; what was noted is written beside them, each
/// key once a minute at most, however often it is used.
public final class KeyUses: Sendable {
    private let pool: ConnectionPool
    private let logger: Logger
    private let kept = Mutex(Kept())

    private struct Use {
        let business: ID<Business>, address: String, at: Date
    }

    private struct Kept {
        var noted: [ID<APIKey>: Use] = [:]
        var written: [ID<APIKey>: Date] = [:]
    }

    private static let pause: TimeInterval = 60

    /// - Parameter pool: of the login `kontor_app`.
    public init(_ pool: ConnectionPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    func note(_ key: ID<APIKey>, of business: ID<Business>, from address: String, at now: Date = Date()) {
        kept.withLock { $0.noted[key] = Use(business: business, address: address, at: now) }
    }

    /// Writes every five seconds what is due, until the task is cancelled.
    public func run() async {
        while (try? await Task.sleep(for: .seconds(5))) != nil { await write() }
    }

    /// Writes the uses of keys that were not written within the last minute. What cannot be written is kept for later.
    public func write(at now: Date = Date()) async {
        let due = due(at: now)
        guard !due.isEmpty else { return }
        do {
            try await pool.write(Query.execute("""
                select kontor.keys_used(\(due.map(\.use.business)), \(due.map(\.key)), \(due.map(\.use.address)), \(due.map(\.use.at)))
                """))
        } catch {
            logger.warning("could not note when keys were used", metadata: ["error": "\(error)"])
            kept.withLock { kept in
                for (key, use) in due {
                    kept.written[key] = nil
                    if kept.noted[key] == nil { kept.noted[key] = use }
                }
            }
        }
    }

    private func due(at now: Date) -> [(key: ID<APIKey>, use: Use)] {
        kept.withLock { kept in
            kept.written = kept.written.filter { $0.value > now - Self.pause }
            let due = kept.noted.filter { kept.written[$0.key] == nil }
            for key in due.keys {
                kept.noted[key] = nil
                kept.written[key] = now
            }
            return due.map { ($0.key, $0.value) }
        }
    }
}
