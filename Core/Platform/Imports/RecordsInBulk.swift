import FoundationEssentials
import Postgres

extension Records {
    /// Adds many records in one statement, each with the event that says so. Some thousands at a time are plenty.
    /// - Throws: `RecordError.noSuchReference` when one refers to something the business does not have; then none is added.
    public func create(_ records: [R]) async throws {
        guard !records.isEmpty else { return }
        let fields = R.schema.fields
        let columns = fields.flatMap(\.columns).map { SQL(column: $0.name) }.joined(separator: ", ")
        let values = fields.flatMap { $0.bindAll(records) { _ in true } }.joined(separator: ", ")
        let ids = records.map(\.id)
        try await write("created", ids, """
            insert into \(identifier: kind.table) (id, \(columns)) select * from unnest(\(ids), \(values))
            """)
    }

    /// Changes many records in one statement, each with the event that says so.
    /// - Returns: how many differed from what is stored; the others stay as they are, without an event.
    func change(_ changes: BulkChange<R>) async throws -> Int {
        guard !changes.isEmpty else { return 0 }
        return try await write("changed", changes.ids, """
            update \(identifier: kind.table) r
               set \(changes.assignments), version = r.version + 1, updated_at = now()
              from \(changes.rows) where \(changes.differs)
            """)
    }

    /// How many `change` would change.
    func differing(_ changes: BulkChange<R>) async throws -> Int {
        guard !changes.isEmpty else { return 0 }
        return try await scope.db.value("""
            select count(*) from \(identifier: kind.table) r join \(changes.rows) on \(changes.differs)
            """)
    }
}

/// New values for some fields of many records. Where a record has none for a field, the stored one stays.
struct BulkChange<R: Record> {
    let fields: [Field<R>]
    let records: [R]
    /// Whether this record, by its place, has a value for this field, by its place.
    let isGiven: (_ record: Int, _ field: Int) -> Bool

    var ids: [ID<R>] { records.map(\.id) }
    var isEmpty: Bool { records.isEmpty || fields.isEmpty }

    private var columns: [(stored: SQL, given: SQL)] {
        fields.flatMap(\.columns).enumerated().map { index, column in
            (SQL(column: column.name), SQL(column: "given\(index)"))
        }
    }

    /// The new values as a table `g`.
    var rows: SQL {
        let values = fields.indices.flatMap { field in fields[field].bindAll(records) { isGiven($0, field) } }
        let names = columns.map(\.given).joined(separator: ", ")
        return "unnest(\(ids), \(values.joined(separator: ", "))) as g (target, \(names))"
    }

    var assignments: SQL {
        columns.map { $0.stored + " = coalesce(g." + $0.given + ", r." + $0.stored + ")" }.joined(separator: ", ")
    }

    var differs: SQL {
        let changed = columns.map { "coalesce(g." + $0.given + ", r." + $0.stored + ") is distinct from r." + $0.stored }
        return "r.id = g.target and r.deleted_at is null and (\(changed.joined(separator: " or ")))"
    }
}
