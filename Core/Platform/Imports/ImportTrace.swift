import FoundationEssentials
import Postgres

/// What an import did to which records, written in its transaction.
struct ImportTrace: Sendable {
    let id: ID<StoredImport>
    private var pieces: Int32 = 0

    init(_ id: ID<StoredImport>) { self.id = id }

    /// Notes records that were added, in one row whatever their number.
    mutating func note<R: Record>(_ added: [ID<R>], in scope: Scope) async throws {
        try await scope.db.execute("""
            insert into import_additions (import_id, number, records) values (\(id), \(pieces), \(added))
            """)
        pieces += 1
    }

    /// Notes what records hold that are about to change, and keeps others from changing them before that.
    func note<R: Record>(_ changes: BulkChange<R>, of kind: RecordKind<R>, in scope: Scope) async throws {
        guard !changes.isEmpty else { return }
        try await scope.db.execute("""
            with old as (
                select r.id, r.version, \(changes.before) as before
                  from \(identifier: kind.table) r join \(changes.rows) on \(changes.differs) for update of r)
            insert into import_changes (import_id, record_id, version_after, before)
            select \(id), id, version + 1, before from old
            """)
    }

    /// Forgets what imports remember of these records: part of erasing what is known about a person. For them an import
    /// can then not be undone.
    static func erasing<R: Record>(_ records: [ID<R>]) -> SQL {
        "delete from import_changes where record_id = any(\(records))"
    }
}
