import FoundationEssentials
import Postgres

/// Takes an import back: deletes the records it added and gives those it changed their fields back. What somebody changed
/// since stays as it is, and so does what was added and has got notes or files since, and what this member does not see.
struct ImportUndo<R: Record>: Sendable {
    let kind: RecordKind<R>
    let id: ID<StoredImport>
    /// Records of a statement.
    private static var chunk: Int { 1_000 }

    /// Whether an added record, read as `r`, is as the import made it.
    private var isAsMade: SQL {
        """
        (r.version = 1 and not exists (select from notes n where n.record = \(kind.table) and n.record_id = r.id)
            and not exists (select from attachments f where f.record = \(kind.table) and f.record_id = r.id))
        """
    }

    /// What it would come to now. A record that is not found is one the member does not see.
    func preview(in db: Database<Business>) async throws -> ImportTally.Undone {
        let (added, changed) = try await db.fetch(
            Query.one("""
                select count(*) filter (where \(isAsMade)), count(*) filter (where r.id is null or not \(isAsMade))
                  from import_additions a, unnest(a.records) as i (id) left join \(identifier: kind.table) r on r.id = i.id
                 where a.import_id = \(id) and r.deleted_at is null
                """) { row in (try row.next(Int.self), try row.next(Int.self)) },
            Query.one("""
                select count(*) filter (where r.version = c.version_after), count(*) filter (where r.version is distinct from c.version_after)
                  from import_changes c left join \(identifier: kind.table) r on r.id = c.record_id
                 where c.import_id = \(id) and r.deleted_at is null
                """) { row in (try row.next(Int.self), try row.next(Int.self)) })
        return ImportTally.Undone(removed: added.0, restored: changed.0, left: added.1 + changed.1)
    }

    /// Those that were left as they are, by what they are called.
    func left(in scope: Scope, most: Int) async throws -> [(id: ID<R>, title: String)] {
        let left = try await scope.db.rows("""
            select r.id, r.\(identifier: kind.titleColumn)::text from \(identifier: kind.table) r
             where r.deleted_at is null and r.id in (
                   select unnest(records) from import_additions where import_id = \(id)
                   union all select record_id from import_changes where import_id = \(id))
             order by r.id limit \(most)
            """) { row in (id: try row.next(ID<R>.self), title: try row.next(String.self)) }
        try await Records(kind, in: scope).noteRead(count: left.count)
        return left
    }

    /// Does it, inside a transaction. What stands in the trace afterwards is what was left alone.
    func run(in scope: Scope, _ progress: ImportProgress) async throws -> ImportTally.Undone {
        var undone = ImportTally.Undone()
        try await removeAdded(scope, progress, &undone)
        try await restoreChanged(scope, progress, &undone)
        return undone
    }

    private func removeAdded(_ scope: Scope, _ progress: ImportProgress, _ undone: inout ImportTally.Undone) async throws {
        let pieces = try await scope.db.rows("select number, records from import_additions where import_id = \(id) order by number") { row in
            (number: try row.next(Int32.self), records: try row.next([ID<R>].self))
        }
        for (number, records) in pieces {
            let found = try await scope.db.rows("""
                select r.id, \(isAsMade), r.deleted_at is null from \(identifier: kind.table) r where r.id = any(\(records)) for update
                """) { row in (id: try row.next(ID<R>.self), isUntouched: try row.next(Bool.self), isThere: try row.next(Bool.self)) }
            let untouched = found.filter { $0.isUntouched && $0.isThere }.map(\.id)
            if !untouched.isEmpty { undone.removed += try await RecordOperations(kind, in: scope).delete(untouched) }
            let settled = Set(untouched + found.filter { !$0.isThere }.map(\.id)), left = records.filter { !settled.contains($0) }
            undone.left += left.count
            try await scope.db.execute("update import_additions set records = \(left) where import_id = \(id) and number = \(number)")
            progress.rowsRead += found.count
        }
    }

    private func restoreChanged(_ scope: Scope, _ progress: ImportProgress, _ undone: inout ImportTally.Undone) async throws {
        var last: ID<R>?
        while true {
            let found = try await scope.db.rows("""
                select c.record_id, r.version = c.version_after, r.deleted_at is null
                  from import_changes c join \(identifier: kind.table) r on r.id = c.record_id
                 where c.import_id = \(id) and (\(last)::uuid is null or c.record_id > \(last))
                 order by c.record_id limit \(Self.chunk) for update of r
                """) { row in (id: try row.next(ID<R>.self), isUntouched: try row.next(Bool.self), isThere: try row.next(Bool.self)) }
            let untouched = found.filter { $0.isUntouched && $0.isThere }.map(\.id)
            if !untouched.isEmpty {
                undone.restored += try await RecordOperations(kind, in: scope).putBack(
                    from: "import_changes", where: "c.import_id = \(id) and r.id = any(\(untouched))")
            }
            undone.left += found.count { !$0.isUntouched && $0.isThere }
            let settled = untouched + found.filter { !$0.isThere }.map(\.id)
            try await scope.db.execute("delete from import_changes where import_id = \(id) and record_id = any(\(settled))")
            progress.rowsRead += found.count
            guard found.count == Self.chunk else { break }
            last = found.last?.id
        }
        undone.left += try await scope.db.value("""
            select count(*) from import_changes c
             where c.import_id = \(id) and not exists (select from \(identifier: kind.table) r where r.id = c.record_id)
            """)
    }
}
