import FoundationEssentials

/// The records of one kind that a business keeps.
public struct Records<R: Record>: Sendable {
    public let kind: RecordKind<R>
    public let scope: Scope

    public init(_ kind: RecordKind<R>, in scope: Scope) {
        self.kind = kind
        self.scope = scope
    }

    /// As a module's own code sees them: the declared fields, and in their `values` those that the business added.
    public init(_ record: R.Type = R.self, in scope: Scope) {
        // Statements and triggers go by the table; the module's name is part of paths and words only.
        self.init(RecordKind(module: "").extended(scope.business), in: scope)
    }

    /// The record, also when it was deleted; nil when this business has none of that id.
    public func one(_ id: ID<R>) async throws -> Stored<R>? {
        let stored = try await scope.db.fetch(one(id))
        if stored != nil { try await noteRead(of: id) }
        return stored
    }

    func one(_ id: ID<R>) -> Query<Stored<R>?> {
        let sql: SQL = """
            select \(kind.columns), r.version, r.created_at, r.updated_at, r.deleted_at
              from \(identifier: kind.table) r \(kind.joins) where r.id = \(id)
            """
        return .first(sql) { row in try Stored(&row, kind.fields) }
    }

    /// Adds a record, with the event that says so.
    /// - Throws: `RecordError.noSuchReference` when it refers to something the business does not have, or has deleted.
    public func create(_ record: R) async throws { try await create(Values(record)) }

    /// The same with the fields that the business added.
    public func create(_ values: Values<R>) async throws {
        try await checkReferences(of: values)
        try await write("""
            insert into \(identifier: kind.table) (id, \(kind.written)) values (\(values.record.id), \(bound(values)))
            """)
    }

    private func bound(_ values: Values<R>) -> SQL {
        (R.schema.stored.flatMap { $0.bind(values) } + (kind.hasCustom ? ["\(values.stored)"] : [])).joined(separator: ", ")
    }

    /// Replaces the fields a person may edit by those of `record`.
    /// - Parameter version: the one the change was made from.
    /// - Returns: whether it was done; not when someone else was faster, or the record is gone.
    /// - Throws: `RecordError.noSuchReference` when it newly refers to something the business does not have, or has deleted.
    public func update(_ record: R, from version: Int) async throws -> Bool {
        try await update(Values(record), kind.editable.filter { $0.custom == nil }, from: version)
    }

    /// The same with the fields that the business added.
    public func update(_ values: Values<R>, from version: Int) async throws -> Bool {
        try await update(values, kind.editable, from: version)
    }

    private func update(_ values: Values<R>, _ fields: [Field<R>], from version: Int) async throws -> Bool {
        try await checkReferences(of: values)
        var assignments = fields.filter { $0.custom == nil }.flatMap { field in
            zip(field.columns, field.bind(values)).map { column, value in SQL(column: column.name) + " = " + value }
        }
        let custom = fields.contains { $0.custom != nil } ? kind.customNames : []
        if !custom.isEmpty { assignments.append("custom = (custom - \(custom)) || \(values.stored)") }
        let changed = try await write("""
            update \(identifier: kind.table)
               set \(assignments.joined(separator: ", ")), version = version + 1, updated_at = now()
             where id = \(values.record.id) and version = \(version) and deleted_at is null
            """)
        return changed > 0
    }

    /// Takes records out of every list; `restore` brings them back.
    /// - Parameter version: the one that whoever deletes them has seen; nil: whichever they are.
    /// - Returns: how many there were to delete.
    public func delete(_ ids: [ID<R>], from version: Int? = nil) async throws -> Int {
        let ids = Array(Set(ids)) // one that was sent twice is announced once
        let isSeen: SQL = version.map { " and version = \($0)" } ?? ""
        return try await write("""
            update \(identifier: kind.table) set deleted_at = now(), version = version + 1, updated_at = now()
             where id = any(\(ids)) and deleted_at is null\(isSeen)
            """)
    }

    public func restore(_ ids: [ID<R>]) async throws -> Int {
        let ids = Array(Set(ids))
        return try await write("""
            update \(identifier: kind.table) set deleted_at = null, version = version + 1, updated_at = now()
             where id = any(\(ids)) and deleted_at is not null
            """)
    }

    /// Runs a statement that writes records; the table's triggers announce each one it wrote.
    /// - Returns: how many were written.
    @discardableResult
    func write(_ statement: SQL) async throws -> Int {
        do {
            return try await scope.db.execute(statement)
        } catch let error as DatabaseError {
            throw RecordError(error, in: kind.seen(by: scope)) ?? error
        }
    }
}

extension RecordKind {
    /// The id and all fields' columns, each reference followed by the title of what it refers to.
    var columns: SQL {
        (["r.id"] + fields.flatMap(\.selected)).joined(separator: ", ")
    }

    /// The same without those titles and without joins, for readers that show none.
    /// - Parameter inTheirPlace: an empty one in the place of each, as `Stored` reads them.
    func untitled(inTheirPlace: Bool) -> SQL {
        (["r.id"] + fields.flatMap { field in
            guard field.target != nil, field.custom == nil else { return field.selected }
            return field.columns.map { "r." + SQL(column: $0.name) } + (inTheirPlace ? ["null::text"] : [])
        }).joined(separator: ", ")
    }

    /// What all fields of the records read as `r` refer to, for `columns`.
    var joins: SQL { fields.compactMap(\.join).joined(separator: " ") }

    var hasCustom: Bool { fields.contains { $0.custom != nil } }

    /// What this reader knows of in the column `custom`.
    var customNames: [String] { fields.filter { $0.custom != nil }.map(\.name) }

    /// The columns a new record is written into, but its id; also those of fields that are hidden from who makes it.
    var written: SQL {
        (R.schema.stored.flatMap(\.columns).map { SQL(column: $0.name) } + (hasCustom ? ["custom"] : [])).joined(separator: ", ")
    }
}

extension Field {
    /// Its columns, and for a reference the title of what it refers to.
    var selected: [SQL] {
        guard custom == nil else { return [storedText] }
        if kind.isFile { return [fileFacts(in: "r")] }
        let own = columns.map { "r." + SQL(column: $0.name) }
        guard let target else { return own }
        return own + ["\(identifier: joined).\(identifier: target.title())"]
    }

    /// A field that the business added, as it lies in the record read as `r`.
    var storedText: SQL { "(r.custom ->> \(name))" }

    /// How that record is joined to the one read as `r`.
    var join: SQL? {
        guard let target, let column = columns.first else { return nil }
        let to: SQL = "\(identifier: joined)"
        return """
            left join \(identifier: target.table()) \(to)
              on \(to).business_id = r.business_id and \(to).id = r.\(identifier: column.name) and \(to).deleted_at is null
            """
    }

    /// What the record this refers to is called in a statement.
    private var joined: String { "to_\(name)" }

    /// What it refers to; nil where it is not a reference.
    var target: FieldKind.Target? {
        if case .reference(let target) = kind { target } else { nil }
    }
}

extension SQL {
    /// The name of a column that a schema declares.
    init(column name: String) {
        self = "\(identifier: name)"
    }
}

extension Values {
    /// The column `custom`.
    var stored: RawJSON { RawJSON(JSONValue.object(custom.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }).bytes) }
}

extension Stored {
    /// Reads the columns of `RecordKind.columns`, then version and times.
    init(_ row: inout Row, _ fields: [Field<R>]) throws {
        var values = Values<R>()
        values.record.id = try row.next()
        var titles: [String: String] = [:]
        for field in fields {
            try field.load(&row, &values)
            if field.target != nil { titles[field.name] = try row.next(String?.self) }
        }
        self.init(
            values: values, version: try row.next(), createdAt: try row.next(), updatedAt: try row.next(),
            deletedAt: try row.next(), titles: titles)
    }
}
