import FoundationEssentials
import Postgres

extension Records {
    /// Adds many records in one statement, each with the event that says so. Some thousands at a time are plenty.
    /// - Throws: `RecordError.noSuchReference` when one refers to something the business does not have; then none is added.
    public func create(_ records: [R]) async throws { try await create(records.map { Values($0) }) }

    /// The same with the fields that the business added.
    public func create(_ records: [Values<R>]) async throws {
        guard !records.isEmpty else { return }
        var values: [SQL] = R.schema.stored.flatMap { $0.bindAll(records) { _ in true } }
        if kind.hasCustom { values.append("\(records.map(\.stored))") }
        try await write("""
            insert into \(identifier: kind.table) (id, \(kind.written)) select * from unnest(\(records.map(\.record.id)), \(values.joined(separator: ", ")))
            """)
    }

    /// Changes many records in one statement, each with the event that says so.
    /// - Returns: how many differed from what is stored; the others stay as they are, without an event.
    func change(_ changes: BulkChange<R>) async throws -> Int {
        guard !changes.isEmpty else { return 0 }
        return try await write("""
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
    let records: [Values<R>]
    /// Whether this record, by its place, has a value for this field, by its place.
    let isGiven: (_ record: Int, _ field: Int) -> Bool

    var ids: [ID<R>] { records.map(\.record.id) }
    var isEmpty: Bool { records.isEmpty || fields.isEmpty }

    /// Where a value is stored, and what it is called among the new ones.
    private struct Place {
        let stored: SQL
        let given: SQL
        /// The column; nil where it lies in `custom`, under this name.
        let column: SQL?
        let name: String
    }

    private var places: [Place] {
        fields.flatMap { field in
            field.custom == nil
                ? field.columns.map { (SQL?.some(SQL(column: $0.name)), "r." + SQL(column: $0.name), field.name) }
                : [(nil, field.storedText, field.name)]
        }.enumerated().map { index, place in
            Place(stored: place.1, given: "g." + SQL(column: "given\(index)"), column: place.0, name: place.2)
        }
    }

    /// The new values as a table `g`.
    var rows: SQL {
        let values = fields.indices.flatMap { index in
            let field = fields[index]
            guard field.custom != nil else { return field.bindAll(records) { isGiven($0, index) } }
            return ["\(records.indices.map { isGiven($0, index) ? field.plain(records[$0]) : nil })"]
        }
        let names = places.indices.map { SQL(column: "given\($0)") }.joined(separator: ", ")
        return "unnest(\(ids), \(values.joined(separator: ", "))) as g (target, \(names))"
    }

    /// What the columns that would change hold now, as `jsonb`, by their names.
    var before: SQL {
        let own = fields.filter { $0.custom == nil }.flatMap(\.columns).map(\.name)
        let columns = own + (own.count < places.count ? ["custom"] : [])
        let pairs = columns.map { "\($0)::text, r.\(identifier: $0)" as SQL }
        return "jsonb_build_object(\(pairs.joined(separator: ", ")))"
    }

    var assignments: SQL {
        let columns = places.compactMap { place in place.column.map { $0 + " = coalesce(" + place.given + ", " + place.stored + ")" } }
        let custom = places.filter { $0.column == nil }.map { "\($0.name)::text, \($0.given)" as SQL }
        let added: SQL = "custom = r.custom || jsonb_strip_nulls(jsonb_build_object(\(custom.joined(separator: ", "))))"
        return (columns + (custom.isEmpty ? [] : [added])).joined(separator: ", ")
    }

    var differs: SQL {
        let changed = places.map { "coalesce(" + $0.given + ", " + $0.stored + ") is distinct from " + $0.stored }
        return "r.id = g.target and r.deleted_at is null and (\(changed.joined(separator: " or ")))"
    }
}
