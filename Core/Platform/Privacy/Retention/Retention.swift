public import FoundationEssentials
import Postgres

/// How long a business keeps what it no longer needs: deleted records, history, finished imports and the like. What is in use is never
/// removed.
public struct Retention: Sendable, Equatable {
    /// What holds now; nil: for ever.
    public let days: Int?
    /// What holds from a day on, after the plan has become one that keeps less; nil where nothing changes.
    public let next: Next?

    public struct Next: Sendable, Equatable {
        public let days: Int
        public let from: Date
    }

    /// For how long after that what was kept before still is.
    public static let graceDays = 30

    /// Of the business that asks.
    public static func now(in scope: Scope) async throws -> Retention {
        let terms = try await scope.db.first("select days, next_days, next_at from kontor.own_retention()") { row in
            let days = try row.next(Int32?.self).map(Int.init), later = try row.next(Int32?.self).map(Int.init), from = try row.next(Date?.self)
            return Retention(days: days, next: later.flatMap { later in from.map { Next(days: later, from: $0) } })
        }
        return terms ?? Retention(days: nil, next: nil)
    }
}

/// What was removed in one run, because it was older than the business keeps it.
public struct Purge: Sendable {
    public let id: ID<Purge>
    public let at: Date
    public let days: Int
    /// What is older went.
    public let before: Date
    /// `records.<table>`, `history`, `files`, `imports`, `invitations` and `mails`; empty where nothing was old enough.
    public let counts: [String: Int]

    init(row: inout Row) throws {
        id = try row.next()
        at = try row.next()
        days = Int(try row.next(Int32.self))
        before = try row.next()
        counts = try row.next(JSON<[String: Int]>.self).value
    }

    /// Of a list, at most.
    public static let most = 50

    /// Those of the business that asks, the newest first.
    public static func all(in scope: Scope) async throws -> [Purge] {
        try await scope.db.rows("select id, created_at, days, before, counts from purges order by created_at desc, id limit \(literal: most)", as: Purge.init(row:))
    }
}
