import FoundationEssentials
import Postgres

/// Which files a member may read: those of the records that they may read, by way of those records' own tables, and those
/// they have uploaded and no record names yet.
public struct FileAccess: Sendable {
    private let registry: Registry
    private let scope: Scope

    public init(_ registry: Registry, in scope: Scope) {
        self.registry = registry
        self.scope = scope
    }

    /// The file, which is about to be handed out: that its record was read is noted where that is asked for.
    /// - Throws: `PageError.notFound` also for a file of which this member may know nothing.
    public func one(_ id: ID<StoredFile>) async throws -> StoredFile {
        let readable = records.map(\.record.table).map { table -> SQL in
            """
            (f.record = \(table) and exists (select from \(identifier: table) r where r.id = f.record_id and r.deleted_at is null))
            """
        }
        let mine: SQL = "(f.record is null and f.uploaded_by = \(scope.member.id))"
        let file = try await scope.db.first("""
            select \(StoredFile.columns) from files f
             where f.id = \(id) and f.size is not null and f.removed_at is null and (\(([mine] + readable).joined(separator: " or ")))
            """, as: StoredFile.init(row:))
        guard let file, isSeen(file) else { throw PageError.notFound }
        try await noteRead(file)
        return file
    }

    private func noteRead(_ file: StoredFile) async throws {
        guard let id = file.recordID, let (module, record) = records.first(where: { $0.record.table == file.record }) else { return }
        try await record.visit(module, NotesRead(id: id, scope: scope))()
    }

    private var records: [(module: String, record: AnyRecord)] {
        guard registry.safety == nil else { return [] }
        return registry.modules.filter { scope.business.has($0.feature) }.flatMap { module in
            module.records.filter { scope.may($0.place(module.id).permissions.read) }.map { (module.id, $0) }
        }
    }

    /// Whether this member sees the field that names it.
    private func isSeen(_ file: StoredFile) -> Bool {
        guard let field = file.field else { return true }
        guard let (module, record) = records.first(where: { $0.record.table == file.record }) else { return false }
        return record.visit(module, SeesField(field: field, scope: scope))
    }
}

private struct SeesField: RecordVisitor {
    let field: String
    let scope: Scope

    func visit<R: Record>(_ kind: RecordKind<R>) -> Bool {
        kind.seen(by: scope).fields.contains { $0.columns.first?.name == field }
    }
}

private struct NotesRead: RecordVisitor {
    let id: UUID
    let scope: Scope

    func visit<R: Record>(_ kind: RecordKind<R>) -> @Sendable () async throws -> Void {
        { try await Records(kind, in: scope).noteRead(of: ID(id)) }
    }
}
