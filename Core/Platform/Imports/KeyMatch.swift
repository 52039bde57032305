import FoundationEssentials
import Postgres

/// Finds the records that keys stand for.
struct KeyMatch<R: Record>: Sendable {
    let kind: RecordKind<R>
    /// The field by which rows find records, or `ImportPlan.id`.
    let key: String

    enum Found: Sendable, Equatable {
        case one(UUID)
        /// Several records have it.
        case several(Int)
        /// A deleted record has it.
        case deleted
    }

    /// - Returns: what was found, by the key's place; nothing where there is no such record.
    /// - Throws: `ImportFailure.columnsGone` without such a field.
    func find(_ keys: [String], in scope: Scope) async throws -> [Int: Found] {
        guard !keys.isEmpty else { return [:] }
        let found = try await key == ImportPlan.id ? byID(keys, scope) : byText(keys, scope)
        return Dictionary(found) { one, _ in one }
    }

    private func byID(_ keys: [String], _ scope: Scope) async throws -> [(Int, Found)] {
        let ids = keys.map { ID<R>($0) }
        return try await scope.db.rows("""
            select k.place, r.id, r.deleted_at is not null
              from unnest(\(ids)) with ordinality as k (id, place) join \(identifier: kind.table) r on r.id = k.id
            """) { row in
            let place: Int = try row.next(), id: UUID = try row.next()
            return (place - 1, try row.next(Bool.self) ? .deleted : .one(id))
        }
    }

    private func byText(_ keys: [String], _ scope: Scope) async throws -> [(Int, Found)] {
        guard let field = kind.field(key), let column = field.columns.first?.name ?? field.custom.map({ "custom.\($0.name)" })
        else { throw ImportFailure.columnsGone }
        return try await scope.db.rows(matching(keys, in: kind.table, by: column)) { row in
            let place: Int = try row.next(), id: UUID = try row.next(), times: Int = try row.next()
            return (place - 1, times == 1 ? .one(id) : .several(times))
        }
    }
}

/// Asks for place (from 1), id and number of the records that have these texts in a column; a field that the business
/// added is `custom.<its name>`.
func matching(_ texts: [String], in table: String, by column: String) -> SQL {
    "select place, id, times from kontor.match(\(table)::text::name, \(column)::text::name, \(texts))"
}
