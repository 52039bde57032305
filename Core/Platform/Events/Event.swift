public import FoundationEssentials
public import Postgres

/// Something that happened, stored in the transaction that made it happen, so that neither is
/// ever there without the other. Triggers write what happens to records; a module may add its own.
public struct Event: Sendable {
    public let id: ID<Event>
    /// `<module>.<records>.<what happened>`, such as `crm.customers.created`. To a record happens: `created`, `changed`,
    /// `deleted`, `restored`; `erased` when personal data was destroyed, `purged` when the row itself; `read` when it
    /// is sensitive.
    public let name: String
    /// The table of the record it happened to.
    public let record: String
    /// nil where it concerns several.
    public let recordID: UUID?
    /// The record's version that it made.
    public let version: Int?
    /// `{"column": [before, after]}` as JSON; nil where nothing is known. Personal and secret values are not in it.
    public let changes: RawJSON?
    /// nil where no member did it.
    public let member: ID<Member>?
    /// `Origin.Source`, and what older or newer versions know.
    public let source: String?
    /// In which assist, where an operator did it in the member's place.
    public let assist: ID<Assist>?
    public let at: Date

    static let columns: SQL = "id, name, record, record_id, record_version, changes, member_id, source, assist_id, created_at"

    init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        record = try row.next()
        recordID = try row.next()
        version = try row.next()
        changes = try row.next()
        member = try row.next()
        source = try row.next()
        assist = try row.next()
        at = try row.next()
    }
}
