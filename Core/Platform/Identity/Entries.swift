import FoundationEssentials
import Logging
import Postgres
import Synchronization

/// Finds whom a cookie stands for. What was found is kept for a minute, so that a page costs no
/// query of its own for it; PostgreSQL tells every node at once when it is no longer true, and
/// while a node cannot hear that, it keeps nothing.
public final class Entries: Sendable {
    private let pool: ConnectionPool
    private let registry: Registry
    private let kept = Mutex(Kept())

    private struct Kept {
        var isListening = false
        /// Goes up whenever something was forgotten, so that an answer that was under way is not kept.
        var era = 0
        var entries: [[UInt8]: (entry: Entry, until: ContinuousClock.Instant)] = [:]
    }

    private static let most = 20_000
    private static let freshness = Duration.seconds(60)

    public init(_ pool: ConnectionPool, registry: Registry) {
        self.pool = pool
        self.registry = registry
    }

    /// - Parameter digest: of the cookie's secret.
    /// - Returns: nil when no session is open under it.
    public func entry(_ digest: [UInt8]) async throws -> Entry? {
        let (found, era) = kept.withLock { ($0.entries[digest], $0.era) }
        if let found, found.until > .now, found.entry.expiresAt > Date() { return found.entry }
        let registry = registry
        guard let entry = try await pool.read(.first("select * from kontor.access(\(digest))") { row in
            try Entry(row: &row, registry: registry)
        }) else { return nil }
        kept.withLock { kept in
            guard kept.isListening, kept.era == era else { return }
            if kept.entries.count >= Self.most { kept.entries.removeAll() }
            kept.entries[digest] = (entry, .now + Self.freshness)
        }
        return entry
    }

    /// Hears what changed, until the task is cancelled.
    public func run() async throws {
        defer { forget { $0.isListening = false } }
        for try await news in pool.notifications(on: ["kontor_access"]) {
            switch news {
            case .listening: forget { $0.isListening = true }
            case .lost: forget { $0.isListening = false }
            case .heard(let notification): forget(notification.payload)
            }
        }
    }

    /// Forgets everyone in that business, or that person.
    private func forget(_ id: String) {
        kept.withLock { kept in
            kept.era += 1
            kept.entries = kept.entries.filter { _, value in
                value.entry.business.id.description != id && value.entry.member.user.description != id
            }
        }
    }

    private func forget(_ change: (inout Kept) -> Void) {
        kept.withLock { kept in
            kept.era += 1
            kept.entries.removeAll()
            change(&kept)
        }
    }
}
