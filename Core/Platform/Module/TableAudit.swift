import Postgres

/// Compares the records' declarations with the tables that hold them.
package struct TableAudit: Sendable {
    private let records: [(module: String, record: AnyRecord)]

    init(_ registry: Registry) {
        records = registry.modules.flatMap { module in module.records.map { (module.id, $0) } }
    }

    /// Three statements in one round trip, whatever the number of records.
    func check(_ pool: ConnectionPool) async throws {
        let tables = records.flatMap { [$0.record.table] + $0.record.lines.map(\.table) }
        let (walls, columns, indexes) = try await pool.read(
            Query.rows(Self.walls(tables), as: Wall.init(row:)),
            Query.rows(Self.columns(tables), as: Found.init(row:)),
            Query.rows(Self.indexes(tables), as: Index.init(row:)))
        for (module, record) in records {
            guard let wall = walls.first(where: { $0.table == record.table }) else {
                throw ModuleError.noTable(table: record.table, module: module)
            }
            guard wall.isForced && wall.hasPolicy else { throw ModuleError.noWall(table: record.table, module: module) }
            let found = columns.filter { $0.table == record.table }
            try check(record, module, found)
            try checkSorting(record, module, found, indexes.filter { $0.table == record.table })
            try checkCalendar(record, module, indexes.filter { $0.table == record.table })
            let known = Set(wall.searchable)
            if !record.searchedColumns.allSatisfy(known.contains) || (record.isSearched && !found.contains { $0.column == "search" }) {
                throw ModuleError.notSearchable(table: record.table, module: module)
            }
            for lines in record.lines { try check(lines, of: record, module, walls, columns.filter { $0.table == lines.table }) }
            guard Set(wall.ruled).isSuperset(of: record.ruledColumns) else { throw ModuleError.noRules(table: record.table, module: module) }
        }
    }

    /// Those of these tables whose wall is not the one that `kontor.wall` makes.
    package static func breached(_ tables: [String], _ pool: ConnectionPool) async throws -> [String] {
        try await pool.read(Query.rows(walls(tables), as: Wall.init(row:))).filter { !$0.isForced || !$0.hasPolicy }.map(\.table)
    }

    private func check(_ record: AnyRecord, _ module: String, _ found: [Found]) throws {
        try check(Self.common + record.columns, of: record.table, module, found)
        for column in record.columns {
            let isGenerated = found.contains { $0.column == column.name && $0.isGenerated }
            guard isGenerated == record.computed.contains(column.name) else {
                throw ModuleError.wronglyComputed(column: column.name, table: record.table, module: module)
            }
        }
    }

    private func check(
        _ lines: any LineForms, of record: AnyRecord, _ module: String, _ walls: [Wall], _ found: [Found]
    ) throws {
        guard let wall = walls.first(where: { $0.table == lines.table }) else { throw ModuleError.noTable(table: lines.table, module: module) }
        guard wall.isForced && wall.hasPolicy else { throw ModuleError.noWall(table: lines.table, module: module) }
        let keys = [Column(name: "business_id", type: .uuid), Column(name: lines.parent, type: .uuid), Column(name: "position", type: .int4)]
        try check(keys + lines.columns, of: lines.table, module, found)
        guard walls.first(where: { $0.table == record.table })?.spread.contains(lines.table) == true else {
            throw ModuleError.linesNotSpread(lines: lines.table, table: record.table, module: module)
        }
    }

    private func check(_ columns: [Column], of table: String, _ module: String, _ found: [Found]) throws {
        for column in columns {
            guard let there = found.first(where: { $0.column == column.name }) else {
                throw ModuleError.noColumn(column.name, type: column.type.name, table: table, module: module)
            }
            guard column.type.oid == there.type else {
                throw ModuleError.wrongColumn(column.name, declared: column.type.name, found: there.typeName, table: table, module: module)
            }
        }
    }

    private func checkCalendar(_ record: AnyRecord, _ module: String, _ indexes: [Index]) throws {
        guard let column = record.calendarColumn, !indexes.contains(where: { $0.columns.starts(with: ["business_id", column, "id"]) })
        else { return }
        throw ModuleError.noIndex(column: column, table: record.table, module: module)
    }

    private func checkSorting(_ record: AnyRecord, _ module: String, _ found: [Found], _ indexes: [Index]) throws {
        for column in record.sortable {
            if found.contains(where: { $0.column == column && !$0.isRequired }) {
                throw ModuleError.optionalSort(column: column, table: record.table, module: module)
            }
            guard indexes.contains(where: { $0.columns.starts(with: ["business_id", column, "id"]) }) else {
                throw ModuleError.noIndex(column: column, table: record.table, module: module)
            }
        }
    }

    /// What every record's table has besides its fields.
    private static let common = [
        Column(name: "business_id", type: .uuid), Column(name: "id", type: .uuid), Column(name: "version", type: .int4),
        Column(name: "created_at", type: .timestamptz), Column(name: "updated_at", type: .timestamptz),
        Column(name: "deleted_at", type: .timestamptz), Column(name: "custom", type: .jsonb),
    ]

    private static func walls(_ tables: [String]) -> SQL {
        """
        select c.relname::text, c.relrowsecurity and c.relforcerowsecurity,
               -- Permissive policies add up, so each one that lets the application in must be the one that kontor.wall makes.
               coalesce((select bool_and(coalesce(p.qual, p.with_check) = wall.condition and coalesce(p.with_check, p.qual) = wall.condition)
                           from pg_policies p where p.schemaname = 'public' and p.tablename = c.relname
                            and p.permissive = 'PERMISSIVE' and p.roles && '{kontor_app,public}'::name[]), false),
               -- The columns that the rules of kontor.ruled can go by; none where its policy is not there, or not for everything.
               array(select a.attname::text from pg_policies p, pg_attribute a
                      where p.schemaname = 'public' and p.tablename = c.relname and p.policyname = 'record_rules' and p.permissive = 'RESTRICTIVE'
                        and p.roles = '{kontor_app}' and p.cmd = 'ALL' and p.qual = p.with_check
                        and strpos(p.qual, format('(current_setting(''kontor.rules''::text))::jsonb -> %L::text', c.relname)) > 0
                        and strpos(p.qual, 'ELSE (custom ->> ') > 0
                        and a.attrelid = c.oid and strpos(p.qual, format('WHEN %L::text THEN', a.attname)) > 0),
               coalesce((select s.columns::text[] from searchable_records s where s.record = c.relname), '{}'),
               array(select split_part(encode(t.tgargs, 'escape'), '\\000', 2) from pg_trigger t
                      where t.tgrelid = c.oid and t.tgfoid = 'kontor.spread_lines'::regproc)
          from pg_class c, (select qual from pg_policies
                             where schemaname = 'public' and tablename = 'record_tallies' and policyname = 'business_rows') as wall (condition)
         where c.relnamespace = 'public'::regnamespace and c.relname = any(\(tables)::name[]) and c.relkind in ('r', 'p')
        """
    }

    private static func columns(_ tables: [String]) -> SQL {
        """
        select c.relname::text, a.attname::text, a.atttypid::bigint, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated <> ''
          from pg_attribute a join pg_class c on c.oid = a.attrelid
         where c.relnamespace = 'public'::regnamespace and c.relname = any(\(tables)::name[]) and a.attnum > 0 and not a.attisdropped
        """
    }

    private static func indexes(_ tables: [String]) -> SQL {
        """
        select c.relname::text, array(
                   select pg_get_indexdef(i.indexrelid, k, true) from generate_series(1, i.indnkeyatts) k)
          from pg_index i join pg_class c on c.oid = i.indrelid
         where c.relnamespace = 'public'::regnamespace and c.relname = any(\(tables)::name[]) and i.indisvalid
        """
    }
}

private struct Wall: Sendable {
    let table: String, isForced: Bool, hasPolicy: Bool, ruled: [String], searchable: [String]
    /// The tables its lines are spread over.
    let spread: [String]

    init(row: inout Row) throws {
        table = try row.next()
        isForced = try row.next()
        hasPolicy = try row.next()
        ruled = try row.next()
        searchable = try row.next()
        spread = try row.next()
    }
}

private struct Found: Sendable {
    let table: String, column: String, type: UInt32, typeName: String, isRequired: Bool, isGenerated: Bool

    init(row: inout Row) throws {
        table = try row.next()
        column = try row.next()
        type = UInt32(truncatingIfNeeded: try row.next(Int64.self))
        typeName = try row.next()
        isRequired = try row.next()
        isGenerated = try row.next()
    }
}

private struct Index: Sendable {
    let table: String, columns: [String]

    init(row: inout Row) throws {
        table = try row.next()
        columns = try row.next()
    }
}
