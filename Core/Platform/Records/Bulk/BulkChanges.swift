import FoundationEssentials
import Postgres

/// The same new values for some fields of many records, and the way back.
struct BulkChanges<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    /// Records changed at once.
    static var most: Int { 1_000 }

    /// What a change of many came to.
    struct Outcome: Sendable, Equatable {
        var changed = 0
        /// Those that had these values already.
        var same = 0
        /// Those that were not there, or not any more.
        var gone = 0
    }

    /// What taking it back came to.
    struct Undone: Sendable, Equatable {
        var restored = 0
        /// Those that somebody changed since, or deleted.
        var left = 0
    }

    /// Gives `fields` the values of `given` in these records, which are locked until the transaction ends; inside one.
    /// - Parameter edit: what `undo` knows it by.
    /// - Throws: `RecordError`.
    func change(_ ids: [ID<R>], _ fields: [Field<R>], to given: Values<R>, as edit: UUID) async throws -> Outcome {
        let records = Records(kind, in: scope)
        try await records.checkReferences(of: given)
        let stored = try await records.locked(ids)
        let differing = stored.values.filter { old in !fields.allSatisfy { $0.isSame(old, given) } }.map { old in
            var new = old
            for field in fields { field.copy(given, &new) }
            return new
        }
        if !differing.isEmpty {
            try await remember(differing.map(\.record.id), fields, edit)
            try await RecordOperations(kind, in: scope).replace(differing)
        }
        return Outcome(changed: differing.count, same: stored.count - differing.count, gone: ids.count - stored.count)
    }

    private func remember(_ ids: [ID<R>], _ fields: [Field<R>], _ edit: UUID) async throws {
        let columns = fields.flatMap(\.columns).map(\.name) + (fields.contains { $0.custom != nil } ? ["custom"] : [])
        let before = columns.map { "\($0)::text, r.\(identifier: $0)" as SQL }.joined(separator: ", ")
        try await scope.db.execute("""
            insert into bulk_changes (edit_id, record, record_id, member_id, version_after, before)
            select \(edit), \(kind.table)::text, r.id, \(scope.member.id), r.version + 1, jsonb_build_object(\(before))
              from \(identifier: kind.table) r where r.id = any(\(ids))
            """)
    }

    /// Gives the records back what they held before, but for those that were changed since; inside a transaction. Only
    /// who changed them may, once, within a day.
    func undo(_ edit: UUID) async throws -> Undone {
        // First whoever takes it back at the same time waits here, and then finds nothing.
        let all = try await scope.db.rows("""
            select record_id from bulk_changes where edit_id = \(edit) and member_id = \(scope.member.id) order by record_id for update
            """) { row in try row.next(UUID.self) }
        guard !all.isEmpty else { return Undone() }
        let restored = try await RecordOperations(kind, in: scope).putBack(
            from: "bulk_changes", where: "c.edit_id = \(edit) and r.version = c.version_after and r.deleted_at is null")
        try await scope.db.execute("delete from bulk_changes where edit_id = \(edit)")
        return Undone(restored: restored, left: all.count - restored)
    }

    /// Forgets what is remembered of these records: part of erasing what is known about a person.
    static func erasing(_ ids: [ID<R>]) -> SQL { "delete from bulk_changes where record_id = any(\(ids))" }
}
