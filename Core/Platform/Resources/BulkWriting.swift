import FoundationEssentials
import Postgres

/// Does what a bulk call asks for, inside its transaction: a fixed number of statements, whatever the number of records.
struct BulkWriting<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    let input: FieldInput<R>

    private var records: Records<R> { Records(kind, in: scope) }

    /// - Throws: `InvalidInput` (409) with everything that the present state of the business does not allow.
    func write(_ new: [Values<R>], _ changes: [JSONValue], _ ids: [ID<R>], _ deletions: [ID<R>]) async throws -> JSONValue {
        let stored = try await ids.isEmpty && deletions.isEmpty ? [:] : records.locked(ids + deletions)
        let changed = changed(changes, ids, stored)
        let created = new.enumerated().map { ("/create/\($0)", $1) }
        let problems = gone(ids, stored, "/change", "/id") + gone(deletions, stored, "/delete", "")
            + (try await unknownReferences(created + changed, stored))
        guard problems.isEmpty else { throw InvalidInput(problems, status: .conflict) }
        do {
            try await records.create(new)
            try await records.replace(changed.map(\.values))
        } catch let error as RecordError {
            throw error.invalid(kind) ?? error
        }
        let deleted = try await deletions.isEmpty ? 0 : records.delete(deletions)
        return [
            "created": .array(new.map { .string($0.record.id.description) }), "changed": .integer(changed.count), "deleted": .integer(deleted),
        ]
    }

    private func gone(_ ids: [ID<R>], _ stored: [ID<R>: Values<R>], _ place: String, _ member: String) -> [InvalidInput.Problem] {
        ids.enumerated().filter { stored[$1] == nil }.map { .init("\(place)/\($0.offset)\(member)", "api.problems.gone") }
    }

    /// The records that are there with the changes made to them, whose form was checked before.
    private func changed(_ changes: [JSONValue], _ ids: [ID<R>], _ stored: [ID<R>: Values<R>]) -> [(place: String, values: Values<R>)] {
        zip(changes, ids).enumerated().compactMap { index, change in
            guard var values = stored[change.1] else { return nil }
            _ = input.take(change.0, into: &values, isWhole: false, besides: ["id"])
            return ("/change/\(index)", values)
        }
    }

    /// What newly refers to something this business does not have, or has deleted; one statement for all fields and
    /// records. A reference that is stored already may stay: it shows again once that is restored.
    private func unknownReferences(
        _ all: [(place: String, values: Values<R>)], _ stored: [ID<R>: Values<R>]
    ) async throws -> [InvalidInput.Problem] {
        let fields = kind.editable.filter { $0.target != nil }
        func isNew(_ field: Field<R>, _ values: Values<R>) -> Bool {
            stored[values.record.id].map { !field.isSame($0, values) } ?? true
        }
        let asked = fields.compactMap { field -> SQL? in
            guard let target = field.target else { return nil }
            let ids = all.filter { isNew(field, $0.values) }.compactMap { ID<R>(field.plain($0.values)) }
            return ids.isEmpty ? nil : """
                select \(field.name)::text, w.id::text from unnest(\(Array(Set(ids)))) as w (id)
                 where not exists (select from \(identifier: target.table()) t where t.id = w.id and t.deleted_at is null)
                """
        }
        guard !asked.isEmpty else { return [] }
        let missing = try await scope.db.rows(asked.joined(separator: " union all ")) { row in "\(try row.next(String.self)) \(try row.next(String.self))" }
        let unknown = Set(missing)
        return all.flatMap { place, values in
            fields.filter { unknown.contains("\($0.name) \($0.plain(values))") && isNew($0, values) }.map { .init(place + pointer($0.jsonName), "platform.problems.reference") }
        }
    }
}

extension Records {
    /// The records that are there and not deleted, which nobody else changes until the transaction ends.
    func locked(_ ids: [ID<R>]) async throws -> [ID<R>: Values<R>] {
        let fields = kind.fields
        let found = try await scope.db.rows("""
            select \(kind.columns), r.version, r.created_at, r.updated_at, r.deleted_at
              from \(identifier: kind.table) r \(kind.listed.joins) where r.id = any(\(ids)) and r.deleted_at is null
             order by r.id for update of r
            """) { row in try Stored<R>(&row, fields) }
        return Dictionary(found.map { ($0.record.id, $0.values) }) { first, _ in first }
    }

    /// Replaces what a person may edit of many records, in one statement; those that do not differ stay as they are.
    func replace(_ all: [Values<R>]) async throws {
        guard !all.isEmpty else { return }
        let fields = kind.editable.filter { $0.custom == nil }
        let columns = fields.flatMap(\.columns).map { SQL(column: $0.name) }
        var places = columns.map { (column: $0, new: "g." + $0) }
        var arrays: [SQL] = fields.flatMap { $0.bindAll(all) { _ in true } }
        var names = columns
        if kind.hasCustom {
            names.append("custom")
            arrays.append("\(all.map(\.stored))")
            // Those that this reader does not know, such as one added a moment ago, stay as they are.
            places.append(("custom", "((r.custom - \(kind.customNames)) || g.custom)"))
        }
        let assignments = places.map { $0.column + " = " + $0.new }.joined(separator: ", ")
        let differs = places.map { $0.new + " is distinct from r." + $0.column }.joined(separator: " or ")
        let ids = all.map(\.record.id)
        try await write("""
            update \(identifier: kind.table) r
               set \(assignments), version = r.version + 1, updated_at = now()
              from unnest(\(ids), \(arrays.joined(separator: ", "))) as g (target, \(names.joined(separator: ", ")))
             where r.id = g.target and r.deleted_at is null and (\(differs))
            """)
    }
}
