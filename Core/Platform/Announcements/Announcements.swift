import FoundationEssentials
public import Logging
public import Postgres
import Synchronization

/// What is told now, kept on this node so that a page costs no query for it. PostgreSQL says when that changes; once a minute it
/// is read anyhow, for what was not heard.
public final class Announcements: Sendable {
    private let pool: ConnectionPool
    private let logger: Logger
    private let fanout: Fanout
    private static let channel = "kontor_announcements"
    private let kept = Mutex(Kept())

    private struct Kept {
        var all: [PlatformAnnouncement] = []
        var dismissed: Set<Dismissal> = []
    }

    private struct Dismissal: Hashable {
        let announcement: ID<PlatformAnnouncement>, user: ID<User>
    }

    private static let freshness = Duration.seconds(60)

    public init(_ pool: ConnectionPool, logger: Logger, fanout: Fanout = .byPostgreSQL) {
        self.pool = pool
        self.fanout = fanout
        self.logger = logger
    }

    /// Those a member is told now, the oldest first.
    public func told(to scope: Scope) -> [PlatformAnnouncement] {
        kept.withLock { kept in
            guard !kept.all.isEmpty else { return [] }
            return kept.all.filter { announcement in
                announcement.isTold(to: scope.business, at: scope.now)
                    && !kept.dismissed.contains(Dismissal(announcement: announcement.id, user: scope.member.user))
            }
        }
    }

    /// Shows one to that member no more, in none of their businesses.
    public func dismiss(_ id: ID<PlatformAnnouncement>, for scope: Scope) async throws {
        try await scope.db.execute("select kontor.dismiss_announcement(\(scope.member.user), \(id))")
        _ = kept.withLock { $0.dismissed.insert(Dismissal(announcement: id, user: scope.member.user)) }
        fanout.tell(Notification(channel: Self.channel, payload: "\(id) \(scope.member.user)"))
    }

    /// Has all nodes look again, at once.
    public func changed() { fanout.tell(Notification(channel: Self.channel, payload: "")) }

    /// Hears what changed, until the task is cancelled.
    public func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [self] in
                while !Task.isCancelled {
                    await readLogging()
                    try await Task.sleep(for: Self.freshness)
                }
            }
            group.addTask { [self] in
                try await fanout.listen(to: Self.channel, on: pool) { [self] news in
                    switch news {
                    case .listening: await readLogging()
                    case .heard(let notification): await hear(notification.payload)
                    case .lost: break
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Reads what is told now or later, and who has dismissed it.
    public func read() async throws {
        let (all, dismissed) = try await pool.read(
            Query.rows(
                "select \(PlatformAnnouncement.columns) from announcements a where a.ends_at > now() order by a.starts_at, a.id",
                as: PlatformAnnouncement.init(row:)),
            Query<[Dismissal]>.rows("select * from kontor.announcement_dismissals()", as: Dismissal.init(announcement:user:)))
        kept.withLock { $0 = Kept(all: all, dismissed: Set(dismissed)) }
    }

    /// - Parameter payload: the two ids of a dismissal, or nothing.
    private func hear(_ payload: String) async {
        let ids = payload.split(separator: " ").map(String.init)
        guard ids.count == 2, let announcement = ID<PlatformAnnouncement>(ids[0]), let user = ID<User>(ids[1]) else { return await readLogging() }
        _ = kept.withLock { $0.dismissed.insert(Dismissal(announcement: announcement, user: user)) }
    }

    private func readLogging() async {
        do {
            try await read()
        } catch {
            logger.warning("announcements were not read", metadata: ["error": "\(error)"])
        }
    }
}
