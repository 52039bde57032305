public import FoundationEssentials
import Postgres

/// What a business has of one kind of record, for its home page.
public struct RecordOverview: Sendable {
    public let one: Phrase, many: Phrase
    public let path: String
    public let icon: String
    public let mayCreate: Bool
    public let count: Int
    /// The latest changed first.
    public let latest: [Latest]

    public struct Latest: Sendable, Codable {
        public let id: String
        public let title: String
        public let at: Date
    }
}

extension Registry {
    /// The records this member may read, in the menu's order. One statement, whatever their number.
    public func overview(for scope: Scope) async throws -> [RecordOverview] {
        let readable = modules.filter { scope.business.has($0.feature) }.flatMap { module in
            module.records.map { ($0, module) }.filter { record, module in scope.may(record.place(module.id).permissions.read) }
        }
        guard !readable.isEmpty, safety == nil else { return [] }
        let found = try await scope.db.rows(
            readable.map { statement($0.0, scope) }.joined(separator: " union all "),
            as: { row in (try row.next(Int.self), try row.next(JSON<[RecordOverview.Latest]>.self).value) })
        return zip(readable, found).map { record, found in
            let (record, module) = record
            let place = record.place(module.id)
            let key = "\(module.id).\(record.table)"
            return RecordOverview(
                one: Phrase("\(key).singular"), many: Phrase("\(key).plural"), path: place.path,
                icon: module.menu.first { $0.label == "\(record.table).plural" }?.icon ?? "folder",
                mayCreate: scope.may(place.permissions.create), count: found.0, latest: found.1)
        }
    }

    private func statement(_ record: AnyRecord, _ scope: Scope) -> SQL {
        let isRuled = scope.business.accessRules.rows(for: scope.member).rules[record.table]?.column != nil
        let table: SQL = "\(identifier: record.table)"
        // Those this member sees are not tallied.
        let count: SQL = isRuled
            ? "select count(*) from (select from \(table) where deleted_at is null limit 10001) as seen"
            : "select coalesce(sum(difference), 0)::bigint from record_tallies where record = \(record.table)"
        return """
        (select (\(count)),
                (select coalesce(jsonb_agg(l), '[]') from (
                    select r.id, r.\(identifier: record.titleColumn) as title,
                           to_char(r.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
                      from \(identifier: record.table) r where r.deleted_at is null order by r.id desc limit 4) l))
        """
    }
}
