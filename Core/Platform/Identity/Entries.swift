import FoundationEssentials
import Logging
import Postgres
import Synchronization

/// Finds whom a cookie, an API key or an access token stands for. What was found is kept for a minute, so that a page costs no
/// query of its own for it; PostgreSQL tells every node at once when it is no longer true, and
/// while a node cannot hear that, it keeps nothing. What is forgotten at once here is told to the other nodes too.
public final class Entries: Sendable {
    private let pool: ConnectionPool
    private let registry: Registry
    private let fanout: Fanout
    private static let channel = "kontor_access"
    private let kept = Mutex(Kept())

    private struct Kept {
        var isListening = false
        /// Goes up whenever something was forgotten, so that an answer that was under way is not kept.
        var era = 0
        var entries = KeptEntries()
    }

    private static let most = 20_000
    private static let freshness = Duration.seconds(60)

    public init(_ pool: ConnectionPool, registry: Registry, fanout: Fanout = .byPostgreSQL) {
        self.pool = pool
        self.registry = registry
        self.fanout = fanout
    }

    /// - Parameter digest: of the cookie's secret.
    /// - Returns: nil when no session is open under it.
    public func entry(_ digest: [UInt8]) async throws -> Entry? { try await entry(.session(digest)) }

    /// - Returns: nil when the credential opens nothing, or nothing any more.
    func entry(_ credential: Credential) async throws -> Entry? {
        let (found, era) = kept.withLock { ($0.entries.entry(credential), $0.era) }
        if let found, found.expiresAt > Date() { return found }
        let registry = registry
        guard let entry = try await pool.read(.first(credential.question) { row in
            try Entry(row: &row, of: credential, registry: registry)
        }) else { return nil }
        kept.withLock { kept in
            guard kept.isListening, kept.era == era else { return }
            if kept.entries.count >= Self.most { kept.entries = KeptEntries() }
            kept.entries.keep(entry, under: credential, until: .now + Self.freshness)
        }
        return entry
    }

    /// Hears what changed, until the task is cancelled.
    public func run() async throws {
        defer { forgetAll(isListening: false) }
        try await fanout.listen(to: Self.channel, on: pool) { [self] news in
            switch news {
            case .listening: forgetAll(isListening: true)
            case .lost: forgetAll(isListening: false)
            case .heard(let notification):
                // A payload that is no id may mean anybody.
                if let owner = UUID(text: notification.payload) { forget(owner) } else { forgetAll() }
            }
        }
    }

    /// Forgets at once who somebody is, and all of their business, instead of waiting for PostgreSQL to say so: what they have just
    /// changed is true for the next request.
    public func forget(_ scope: Scope) {
        forgetEverywhere(scope.business.id.uuid)
        forgetEverywhere(scope.member.user.uuid)
    }

    /// The same for everybody.
    public func forgetEverybody() {
        forgetAll()
        fanout.tell(Notification(channel: Self.channel, payload: ""))
    }

    /// Forgets a person at once: what comes next must not find them where they were.
    public func forget(_ person: ID<User>) { forgetEverywhere(person.uuid) }

    private func forgetEverywhere(_ owner: UUID) {
        forget(owner)
        fanout.tell(Notification(channel: Self.channel, payload: owner.text))
    }

    /// Forgets everyone in that business, or that person.
    private func forget(_ owner: UUID) {
        kept.withLock { kept in
            kept.era += 1
            kept.entries.forget(owner)
        }
    }

    /// - Parameter isListening: whether PostgreSQL is heard from now on; nil: as before.
    private func forgetAll(isListening: Bool? = nil) {
        kept.withLock { kept in
            kept.era += 1
            kept.entries = KeptEntries()
            kept.isListening = isListening ?? kept.isListening
        }
    }
}

extension Credential {
    fileprivate var question: SQL {
        switch self {
        case .session(let digest): "select a.*, s.* from kontor.access(\(digest)) a cross join kontor.assisting(\(digest)) s"
        case .key(let digest): "select * from kontor.key_access(\(digest))"
        case .family(let id): "select * from kontor.family_access(\(id))"
        }
    }
}
