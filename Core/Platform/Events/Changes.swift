import FoundationEssentials
import Postgres

/// What has happened in a business, in the order in which it was committed, for those who follow it: webhooks,
/// subscribers, copies elsewhere.
///
/// Nothing is ever skipped: a transaction that began earlier and is still under way holds back all that come after it.
/// Between transactions the order is that of their numbers, within one that of the events.
public struct Changes: Sendable {
    private let db: Database<Business>

    public init(in scope: Scope) { db = scope.db }
    public init(_ db: Database<Business>) { self.db = db }

    /// A place in the feed. Its description can be kept and handed out; reading it anew gives the same place.
    public struct Cursor: Sendable, Hashable, CustomStringConvertible {
        let transaction: Int64
        let event: ID<Event>

        public var description: String { "\(transaction).\(event)" }

        init(_ transaction: Int64, _ event: ID<Event>) {
            self.transaction = transaction
            self.event = event
        }

        /// - Returns: nil when the text is none that a cursor gave.
        public init?(_ text: String) {
            let halves = text.split(separator: ".", maxSplits: 1)
            guard halves.count == 2, let transaction = Int64(halves[0]), let event = ID<Event>(String(halves[1])) else { return nil }
            self.init(transaction, event)
        }
    }

    /// What happened after a place in the feed, the oldest first; one round trip.
    /// - Parameters:
    ///   - cursor: nil for everything from the beginning.
    ///   - table: of the records that are asked about; nil for all.
    ///   - limit: events at most, 1 to 10,000.
    /// - Returns: with where to go on, also when nothing has happened; nil before anything ever has.
    public func since(
        _ cursor: Cursor?, of table: String? = nil, limit: Int = 1_000
    ) async throws -> (events: [Event], next: Cursor?) {
        let only: SQL = table.map { "and record = \($0)" } ?? ""
        let found = try await db.rows("""
            select tx, \(Event.columns) from events
             where (tx, id) > (\(cursor?.transaction ?? -1), \(cursor?.event ?? .first)) and tx < (select kontor.horizon()) \(only)
             order by tx, id limit \(literal: min(max(limit, 1), 10_000))
            """) { row in (try row.next(Int64.self), try Event(row: &row)) }
        return (found.map(\.1), found.last.map { Cursor($0.0, $0.1.id) } ?? cursor)
    }
}

extension ID<Event> {
    /// Before every other.
    fileprivate static var first: Self { ID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))) }
}
