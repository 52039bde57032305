public import FoundationEssentials
public import Postgres

/// What somebody asked a business for: to see what it knows of them, or to be forgotten.
public struct SubjectRequest: Sendable {
    public let id: ID<SubjectRequest>
    public let state: State
    public let reason: ErasureReason?
    /// What was done; nil until it was.
    public let report: ErasureReport?
    /// Who took it down, and who ended it; nil where they left since.
    public let askedBy: String?, endedBy: String?
    public let createdAt: Date
    /// By when it is to be answered.
    public let dueAt: Date
    public let endedAt: Date?
    /// When somebody of the same address or number was erased before.
    public let before: Date?

    public enum State: String, Sendable, CaseIterable, PostgresCodable {
        case open, erased
        /// Ended without erasing anything.
        case closed
    }

    public func isOverdue(at now: Date) -> Bool { state == .open && dueAt < now }

    init(row: inout Row) throws {
        id = try row.next()
        state = try row.next()
        reason = try row.next(String?.self).flatMap(ErasureReason.init(rawValue:))
        report = try row.next(JSON<ErasureReport>?.self)?.value
        askedBy = try row.next()
        endedBy = try row.next()
        createdAt = try row.next()
        dueAt = try row.next()
        endedAt = try row.next()
        before = try row.next()
    }
}

/// The requests of a business. Who they are about is sealed, and forgotten when they end.
public struct SubjectRequests: Sendable {
    let scope: Scope

    public init(in scope: Scope) { self.scope = scope }

    /// Where they are listed.
    public static let path = "/settings/privacy"
    /// Of a list, at most.
    public static let most = 100

    private static let columns: SQL = """
        e.id, e.state, e.reason, e.report, a.name, b.name, e.created_at, e.due_at, e.ended_at,
        (select max(o.ended_at) from erasures o where o.state = 'erased' and o.id <> e.id and o.digests && e.digests)
        """
    private static let joins: SQL = """
        from erasures e left join lateral (select c.name from colleagues c where c.id = e.asked_by) a on true
             left join lateral (select c.name from colleagues c where c.id = e.ended_by) b on true
        """

    /// Those that are open first, the most pressing one before the others; then the newest of those that are over.
    public func all() async throws -> [SubjectRequest] {
        try await scope.db.rows("""
            select \(Self.columns) \(Self.joins)
             order by e.state <> 'open', case when e.state = 'open' then e.due_at end, e.ended_at desc, e.id limit \(literal: Self.most)
            """, as: SubjectRequest.init(row:))
    }

    /// - Returns: nil where the business has none of that id.
    public func one(_ id: ID<SubjectRequest>) async throws -> SubjectRequest? {
        try await scope.db.first("select \(Self.columns) \(Self.joins) where e.id = \(id)", as: SubjectRequest.init(row:))
    }

    /// Whom an open request is about; nil once it is over.
    public func subject(of id: ID<SubjectRequest>) async throws -> Subject? {
        try await scope.db.first("select kontor.erasure_subject(\(id))") { row in try row.next(JSON<Subject>?.self)?.value }.flatMap(\.self)
    }

    /// Takes a request down, which is to be answered within thirty days.
    public func begin(_ subject: Subject) async throws -> ID<SubjectRequest> {
        let id = ID<SubjectRequest>()
        try await scope.db.write(
            Query.execute("select kontor.begin_erasure(\(id), \(JSON(subject)))"), Query.execute(happened("asked", id)))
        return id
    }

    /// Ends a request without erasing anything: once it was answered, or taken back.
    /// - Throws: `PrivacyError.over`.
    public func close(_ id: ID<SubjectRequest>) async throws {
        try await scope.transaction { scope in try await SubjectRequests(in: scope).end(id, as: .closed, because: nil, nil) }
    }

    /// - Throws: `PrivacyError.over`.
    func end(_ id: ID<SubjectRequest>, as state: SubjectRequest.State, because reason: ErasureReason?, _ report: ErasureReport?) async throws {
        let isEnded = try await scope.db.value(
            "select kontor.end_erasure(\(id), \(state.rawValue), \(reason?.rawValue), \(report.map { JSON($0) }))", of: Bool.self)
        guard isEnded else { throw PrivacyError.over }
        try await scope.db.execute(happened(state.rawValue, id))
    }

    /// What the log says of it: that it was, and no more.
    func happened(_ what: String, _ id: ID<SubjectRequest>) -> SQL {
        "insert into events (id, name, record, record_id) values (\(ID<Event>()), \("platform.privacy.\(what)"), 'erasures', \(id))"
    }
}
