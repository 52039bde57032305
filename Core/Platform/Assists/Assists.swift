public import FoundationEssentials
import Postgres

/// The assists of a business, as the business sees them.
public struct Assists: Sendable {
    let scope: Scope
    /// Assists in the list, and entries of one.
    public static let most = 200

    public init(in scope: Scope) { self.scope = scope }

    /// One of the past, or of now.
    public struct Entry: Sendable {
        public let id: ID<Assist>
        public let `operator`: String
        /// As whom.
        public let member: String
        public let reason: String
        public let askedAt: Date
        /// nil where the operator did not go on.
        public let begunAt: Date?
        /// When it ended, or will.
        public let endsAt: Date
        public let end: End
        /// How many entries of the history it made.
        public let changes: Int

        @Sendable init(row: inout Row) throws {
            id = try row.next()
            `operator` = try row.next()
            member = try row.next() ?? ""
            reason = try row.next()
            askedAt = try row.next()
            begunAt = try row.next()
            let limit = try row.next(Date.self), ended = try row.next(Date?.self), by = try row.next(String?.self)
            endsAt = ended ?? limit
            let isRunning: Bool = try row.next()
            end = isRunning ? .running : ended == nil ? .time : by.flatMap(End.init(rawValue:)) ?? .ended
            changes = try row.next()
        }
    }

    /// What ended it.
    public enum End: String, Sendable, CaseIterable {
        case running
        /// Its time was over.
        case time
        /// Somebody of the business.
        case business
        case `operator`
        /// The platform: the operator was shut out, or the business suspended.
        case platform
        /// Somebody who ended its session.
        case ended
    }

    /// The newest first.
    public func all() async throws -> [Entry] {
        try await scope.db.rows("\(Self.entries) order by a.created_at desc, a.id desc limit \(literal: Self.most)", as: Entry.init(row:))
    }

    /// - Throws: `PageError.notFound`.
    public func one(_ id: ID<Assist>) async throws -> Entry {
        guard let entry = try await scope.db.first("\(Self.entries) where a.id = \(id)", as: Entry.init(row:)) else { throw PageError.notFound }
        return entry
    }

    private static let entries: SQL = """
        select a.id, a.operator_name, c.name, a.reason, a.created_at, a.begun_at, a.ends_at, a.ended_at, a.ended_by,
               a.ended_at is null and a.ends_at > now() and a.begun_at is not null,
               (select count(*) from events e where e.business_id = a.business_id and e.assist_id = a.id and e.record <> 'assists')
          from assists a left join colleagues c on c.id = a.member_id
        """

    /// What was done in it, the newest first.
    public func events(of id: ID<Assist>) async throws -> [Event] {
        try await scope.db.rows("""
            select \(Event.columns) from events where assist_id = \(id) and record <> 'assists' order by id desc limit \(literal: Self.most)
            """, as: Event.init(row:))
    }

    /// Whether operators may assist.
    public func areAllowed() async throws -> Bool {
        try await scope.db.value("select allows_assists from businesses where id = \(scope.business.id)")
    }

    /// Lets operators assist, or not; then those that run end.
    public func allow(_ isAllowed: Bool) async throws {
        try await scope.db.execute("update businesses set allows_assists = \(isAllowed), updated_at = now() where id = \(scope.business.id)")
    }

    /// Ends one on every node: the member's own, or any where the scope may settle what concerns the business.
    /// - Returns: whether it had not ended.
    public func end(_ id: ID<Assist>) async throws -> Bool {
        let member: ID<Member>? = scope.may(AccountPermissions.settings) ? nil : scope.member.id
        return try await scope.db.write(Query<Bool>.value("select kontor.end_own_assist(\(id), \(member))"))
    }
}

extension Registry {
    /// What happened to a record as people call it, and where all of that is told.
    /// - Returns: nil for what no module of this installation knows, or whoever asks may not read.
    public func history(of event: Event, for scope: Scope) -> (kind: Phrase, path: String)? {
        guard let place = place(of: event.record), scope.may(place.read), let id = event.recordID else { return nil }
        return (Phrase("\(place.module).\(event.record).singular"), "\(place.path)/\(ID<Event>(id))/history")
    }
}
