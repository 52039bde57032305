import FoundationEssentials
import Postgres

/// Does what a bulk call asks for, inside its transaction: a fixed number of statements, whatever the number of records.
struct BulkWriting<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    let input: FieldInput<R>

    private var records: Records<R> { Records(kind, in: scope) }
    private var operations: RecordOperations<R> { RecordOperations(kind, in: scope) }

    /// - Throws: `InvalidInput` (409) with everything that the present state of the business does not allow.
    func write(_ new: [Values<R>], _ changes: [JSONValue], _ ids: [ID<R>], _ deletions: [ID<R>]) async throws -> JSONValue {
        let stored = try await ids.isEmpty && deletions.isEmpty ? [:] : records.locked(ids + deletions)
        let changed = changed(changes, ids, stored)
        let created = new.enumerated().map { (place: "/create/\($0)", values: $1) }
        let all = created + changed
        let problems = gone(ids, stored, "/change", "/id") + gone(deletions, stored, "/delete", "")
            + (try await records.wrongReferences(of: all.map(\.values))).map { wrong in
                .init(all[wrong.index].place + pointer(wrong.field.jsonName), "platform.problems.reference")
            }
        guard problems.isEmpty else { throw InvalidInput(problems, status: .conflict) }
        try await storing(new, at: "/create") { try await operations.create($0) }
        try await storing(changed.map(\.values), at: "/change") { try await operations.replace($0) }
        let deleted = try await deletions.isEmpty ? 0 : operations.delete(deletions)
        return [
            "created": .array(new.map { .string($0.record.id.description) }), "changed": .integer(changed.count), "deleted": .integer(deleted),
        ]
    }

    /// Stores them in one statement. Where one of them breaks a rule of the table, which one is looked for afterwards.
    private func storing(_ all: [Values<R>], at place: String, _ store: @Sendable ([Values<R>]) async throws -> Void) async throws {
        guard !all.isEmpty, var broken = try await breaks(all, isTried: false, store) else { return }
        // The last of the shortest beginning that cannot be stored.
        var shortest = 1, longest = all.count
        while shortest < longest {
            let middle = (shortest + longest) / 2
            if let error = try await breaks(Array(all.prefix(middle)), isTried: true, store) {
                (broken, longest) = (error, middle)
            } else {
                shortest = middle + 1
            }
        }
        throw broken.invalid(kind, at: "\(place)/\(shortest - 1)") ?? broken
    }

    /// - Parameter isTried: whether they are only tried, and nothing of them is left.
    /// - Returns: what is wrong with one of them; then nothing of any is left.
    private func breaks(
        _ some: [Values<R>], isTried: Bool, _ store: @Sendable ([Values<R>]) async throws -> Void
    ) async throws -> RecordError? {
        do {
            try await scope.transaction { _ in
                try await store(some)
                if isTried { throw Tried() }
            }
        } catch let error as RecordError {
            return error
        } catch is Tried {}
        return nil
    }

    private func gone(_ ids: [ID<R>], _ stored: [ID<R>: Values<R>], _ place: String, _ member: String) -> [InvalidInput.Problem] {
        ids.enumerated().filter { stored[$1] == nil }.map { .init("\(place)/\($0.offset)\(member)", "api.problems.gone") }
    }

    /// The records that are there with the changes made to them, whose form was checked before.
    private func changed(_ changes: [JSONValue], _ ids: [ID<R>], _ stored: [ID<R>: Values<R>]) -> [(place: String, values: Values<R>)] {
        zip(changes, ids).enumerated().compactMap { index, change in
            guard var values = stored[change.1] else { return nil }
            _ = input.take(change.0, into: &values, .some, besides: ["id"])
            return ("/change/\(index)", values)
        }
    }
}

private struct Tried: Error {}

extension Records {
    /// The records that are there and not deleted, which nobody else changes until the transaction ends.
    func locked(_ ids: [ID<R>]) async throws -> [ID<R>: Values<R>] {
        let fields = kind.fields
        let found = try await scope.db.rows("""
            select \(kind.columns), r.version, r.created_at, r.updated_at, r.deleted_at
              from \(identifier: kind.table) r \(kind.joins) where r.id = any(\(ids)) and r.deleted_at is null
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
