import Postgres

/// Something that is kept for a business because it has a module: for the report of what leaving the module means, and
/// for doing it.
///
/// A part of the platform that keeps something for modules adds what it keeps to `Holding.others`; the report, the purge
/// and the event that says what was purged follow from that.
struct Holding: Sendable {
    /// What the event calls it: a table, or a name of the part's own.
    let key: String
    /// What people call it.
    let name: Phrase
    /// Selects how many there are, and how many of them were deleted before: two `bigint`.
    let count: SQL
    let end: End

    /// What a purge makes of it.
    enum End: Sendable {
        /// Goes, together with the module's other tables.
        case rows
        /// Goes by a statement of its own.
        case statement(SQL)
        /// Stays, because it is append-only; the statement makes what it says of people unreadable.
        case unreadable(SQL)
    }
}

extension Holding {
    /// What the platform keeps for a module, beyond the module's own tables.
    static let others: [@Sendable (Module) -> Holding] = [imports, bulkChanges, answers, settings, fields, rules, views, keys, fences, events] + attached

    /// The rows of one of the module's tables.
    static func rows(of table: ModuleTable, in module: Module) -> Holding {
        let record = module.records.first { $0.table == table.name }
        let deleted: SQL = table.isSoft ? "count(deleted_at)" : "0::bigint"
        return Holding(
            key: table.name, name: record.map(module.name) ?? Phrase("platform.holdings.table", ["table": .text(table.name)]),
            count: "select count(*), \(deleted) from \(identifier: table.name)", end: .rows)
    }

    private static let imports: @Sendable (Module) -> Holding = { module in
        let tables = module.records.map(\.table)
        return Holding(
            key: "imports", name: "platform.holdings.imports",
            count: "select count(*), 0::bigint from imports where record = any(\(tables))",
            end: .statement("delete from imports where record = any(\(tables))"))
    }

    /// What records held before many were changed at once. What was written before it said of which records is kept for a day
    /// only, and may be theirs.
    private static let bulkChanges: @Sendable (Module) -> Holding = { module in
        let those: SQL = "(record is null or record = any(\(module.records.map(\.table))))"
        return Holding(
            key: "bulk_changes", name: "platform.holdings.bulk_changes", count: "select count(*), 0::bigint from bulk_changes where \(those)",
            end: .statement("delete from bulk_changes where \(those)"))
    }

    /// What programs may ask for again, which holds whole records. The same holds for those that do not say whose they are.
    private static let answers: @Sendable (Module) -> Holding = { owner in
        let those: SQL = "(module is null or module = \(owner.id))"
        return Holding(
            key: "kept_answers", name: "platform.holdings.answers", count: "select count(*), 0::bigint from kept_answers where \(those)",
            end: .statement("delete from kept_answers where \(those)"))
    }

    private static let settings: @Sendable (Module) -> Holding = { module in
        Holding(
            key: "settings", name: "platform.holdings.settings",
            count: "select count(*), 0::bigint from settings where starts_with(name, \("\(module.id)."))",
            end: .statement("delete from settings where starts_with(name, \("\(module.id)."))"))
    }

    /// What the business added to the module's records; the values lie in the rows.
    private static let fields: @Sendable (Module) -> Holding = { module in
        let tables = module.records.map(\.table)
        return Holding(
            key: "custom_fields", name: "platform.holdings.fields",
            count: """
                select coalesce(sum(jsonb_array_length(f.value)), 0)::bigint, 0::bigint
                  from businesses, jsonb_each(custom_fields) as f where f.key = any(\(tables))
                """,
            end: .statement("update businesses set custom_fields = custom_fields - \(tables) where custom_fields ?| \(tables)"))
    }

    /// What was decided about who sees the module's records.
    private static let rules: @Sendable (Module) -> Holding = { module in
        let tables = module.records.map(\.table)
        return Holding(
            key: "access_rules", name: "platform.holdings.rules",
            count: """
                select count(*), 0::bigint
                  from businesses, jsonb_each(access_rules) as role, jsonb_object_keys(role.value) as decided (record) where record = any(\(tables))
                """,
            end: .statement("""
                update businesses set access_rules = (
                       select coalesce(jsonb_object_agg(role.key, role.value - \(tables)), '{}')
                         from jsonb_each(access_rules) as role where role.value - \(tables) <> '{}')
                 where access_rules <> '{}'
                """))
    }

    private static let views: @Sendable (Module) -> Holding = { module in
        let tables = module.records.map(\.table)
        return Holding(
            key: "saved_views", name: "platform.holdings.views",
            count: "select count(*), 0::bigint from saved_views where record = any(\(tables))",
            end: .statement("delete from saved_views where record = any(\(tables))"))
    }

    /// API keys that open nothing but this module. Those that open more stay: what they may do here leads nowhere.
    private static let keys: @Sendable (Module) -> Holding = { module in
        let alone: SQL = "revoked_at is null and not exists (select from unnest(scopes) s where not starts_with(s, \("\(module.id).")))"
        return Holding(
            key: "api_keys", name: "platform.holdings.keys", count: "select count(*), 0::bigint from api_keys where \(alone)",
            end: .statement("update api_keys set revoked_at = now() where \(alone)"))
    }

    private static let fences: @Sendable (Module) -> Holding = { module in
        Holding(
            key: "fences", name: "platform.holdings.fences",
            count: "select count(*), 0::bigint from fences where module = \(module.id)",
            end: .statement("delete from fences where module = \(module.id)"))
    }

    private static let events: @Sendable (Module) -> Holding = { module in
        let tables = module.records.map(\.table)
        return Holding(
            key: "events", name: "platform.holdings.events",
            count: "select count(*), 0::bigint from events where record = any(\(tables))",
            end: .unreadable("select kontor.destroy_personal_keys(\(tables))"))
    }
}

/// A table of a module, as it is in the database.
struct ModuleTable: Sendable, Equatable {
    let name: String
    /// Whether its rows can be deleted and still be there.
    let isSoft: Bool
}

extension Registry {
    /// Every table with a business's rows that the module made: its records', and whatever else its migrations create.
    func tables(of module: Module, in db: Database<Business>) async throws -> [ModuleTable] {
        let others = modules.filter { $0.id != module.id }.flatMap { $0.records.map(\.table) }
        let names = Set(module.records.map(\.table) + module.migrations.flatMap(\.createdTables)).subtracting(others).sorted()
        return try await db.rows("""
            select c.relname::text, exists (
                   select from pg_attribute d where d.attrelid = c.oid and d.attname = 'deleted_at' and not d.attisdropped)
              from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'business_id' and not a.attisdropped
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname = any(\(names)::name[])
             order by c.relname
            """) { row in ModuleTable(name: try row.next(), isSoft: try row.next()) }
    }
}

extension Migration {
    /// The tables that no module may make, because every installation has them.
    package static var platformTables: Set<String> { Set(platform.flatMap(\.createdTables)) }

    /// The tables it creates, comments left aside.
    var createdTables: [String] {
        let code = sql.replacing(/--[^\n]*/, with: "")
        return code.matches(of: /(?i)create\s+table\s+(?:if\s+not\s+exists\s+)?(?:public\.)?"?([a-z_][a-z0-9_]*)/).map { String($0.1) }
    }
}
