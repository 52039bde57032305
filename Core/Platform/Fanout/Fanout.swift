public import Postgres

/// What nodes tell each other directly, beside PostgreSQL.
///
/// PostgreSQL's NOTIFY is the truth, because it belongs to the transaction it speaks of. But a node may just be without its
/// connection, or reach the database through a pooler that lets nobody listen. So whoever changes something also tells it here, if
/// there is a way. Most nodes then hear it twice, which does no harm: it is only ever a reason to look again.
public struct Fanout: Sendable {
    let tell: @Sendable (Notification) -> Void
    let hear: (@Sendable (_ channel: String, _ body: @Sendable (String) async -> Void) async -> Void)?

    /// No way but PostgreSQL.
    public static let byPostgreSQL = Fanout()

    private init() {
        tell = { _ in }
        hear = nil
    }

    /// - Parameters:
    ///   - tell: tells all nodes, without waiting, and without an error: what cannot be told is lost.
    ///   - hear: calls its body with each payload that is told on a channel, until the task is cancelled. Nothing, the empty text,
    ///     says that anything may have changed: so it begins, and so it goes on where something may have been missed.
    public init(
        tell: @escaping @Sendable (Notification) -> Void,
        hear: @escaping @Sendable (_ channel: String, _ body: @Sendable (String) async -> Void) async -> Void
    ) {
        self.tell = tell
        self.hear = hear
    }

    /// Calls `body` with what is heard on a channel either way, until the task is cancelled.
    /// - Throws: as `Notifications` does.
    func listen(
        to channel: String, on pool: ConnectionPool, _ body: @escaping @Sendable (Notifications.Element) async -> Void
    ) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            if let hear {
                group.addTask { await hear(channel) { await body(.heard(Notification(channel: channel, payload: $0))) } }
            }
            for try await news in pool.notifications(on: [channel]) { await body(news) }
            group.cancelAll()
        }
    }
}
