import Platform
import Support

/// Puts a business and a row of every kind into a database whose tables are as they were at some time.
struct Filling: Sendable {
    let registry: Registry
    /// The tables there are without the module.
    let others: Set<String>
    let pool: ConnectionPool
    let samples: [String: JSONValue]

    /// - Parameter migration: the next to run.
    /// - Throws: `Fault` naming a table that takes no row.
    func fill(before migration: Migration) async throws {
        let business = ID<Business>(), member = ID<Member>(), user = ID<User>()
        try await pool.write(Query.execute("""
            select kontor.register(\(user), \("owner.\(user)@example.com"), 'Owner', 'no password', 'en', \(business), 'Acme', 'USD', 'UTC', 255, \(member))
            """))
        var ids = ["businesses": business.description, "members": member.description, "users": user.description]
        let then = samples[migration.name], tables = try await pool.tables(), records = Set(registry.resources.map(\.name))
        for resource in registry.resources where tables.contains(resource.name) {
            let sample = Sample(1, currency: "USD", ids: ids).json(of: resource.fields(nil), changed: then?[resource.name] ?? samples[resource.name])
            ids[resource.name] = try await row(of: resource.name, sample.columns, ids, migration)
        }
        for table in tables where !records.contains(table) && !others.contains(table) {
            let isFilled = try await pool.read(Query<Bool>.value(
                "select exists (select from \(identifier: table) t where to_jsonb(t) ->> 'business_id' = \(business.description))"))
            if !isFilled { _ = try await row(of: table, then?[table]?.columns ?? [:], ids, migration) }
        }
    }

    /// As the declarations say, or else with nothing but what the table itself asks for: it may not have been then what they say now.
    /// - Returns: its id.
    private func row(of table: String, _ sample: [String: String], _ ids: [String: String], _ migration: Migration) async throws -> String {
        let id = ID<Member>().description
        let columns = try await columns(of: table)
        let own = ["business_id": ids["businesses"] ?? "", "id": id]
        let whole = columns.compactMap { column in
            (own[column.name] ?? sample[column.name] ?? column.target.flatMap { ids[$0] } ?? (column.isNeeded ? column.plain : nil)).map { (column, $0) }
        }
        let needed = columns.filter { $0.isNeeded || own[$0.name] != nil }.map { column in
            (column, own[column.name] ?? column.target.flatMap { ids[$0] } ?? sample[column.name] ?? column.plain)
        }
        guard try await refusal(of: whole, table) != nil, let reason = try await refusal(of: needed, table) else { return id }
        throw Fault(.migrations, "The table \"\(table)\" stays empty before \(migration.name), which therefore was not run over its rows: \(reason). Give `samples[\"\(migration.name)\"]` a row of it, as it was then, by its columns.")
    }

    /// - Returns: why it was not taken; nil when it was.
    private func refusal(of values: [(Column, String)], _ table: String) async throws -> String? {
        let sql = """
            insert into \(quoted(table)) (\(values.map { quoted($0.0.name) }.joined(separator: ", ")))
            values (\(values.map { "'\($0.0.text($0.1).replacing("'", with: "''"))'::\($0.0.type)" }.joined(separator: ", ")))
            """
        do {
            try await pool.write(Query.execute(SQL(unchecked: sql)))
            return nil
        } catch let error as DatabaseError where error.refusal != nil {
            return "\(error)"
        }
    }

    private func columns(of table: String) async throws -> [Column] {
        try await pool.read(Query.rows("""
            select a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull and not a.atthasdef, (
                   select min(k.confrelid::regclass::text) from pg_constraint k
                    where k.conrelid = a.attrelid and k.contype = 'f' and a.attnum = any(k.conkey) and a.attname <> 'business_id')
              from pg_attribute a
             where a.attrelid = \(table)::text::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
             order by a.attnum
            """) { row in Column(name: try row.next(), type: try row.next(), isNeeded: try row.next(), target: try row.next()) })
    }

    private func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

    private struct Column: Sendable {
        let name, type: String
        let isNeeded: Bool
        /// The table it refers to.
        let target: String?

        /// Something of its type.
        var plain: String {
            switch type {
            case "uuid": ID<Business>().description
            case "boolean": "true"
            case "date", "timestamp with time zone": "2026-03-15"
            case "jsonb": "{}"
            case "text": "x"
            case let type where type.hasSuffix("[]"): "[]"
            default: "1"
            }
        }

        /// As PostgreSQL reads it; an array as it writes arrays.
        func text(_ value: String) -> String { type.hasSuffix("[]") && value.hasPrefix("[") ? "{\(value.dropFirst().dropLast())}" : value }
    }
}

extension ConnectionPool {
    /// The names of all tables, but for those of PostgreSQL itself.
    func tables() async throws -> [String] {
        try await read(Query.rows("""
            select c.relname::text from pg_class c
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1
            """) { row in try row.next() })
    }
}

extension JSONValue {
    /// The members as texts, by the columns that hold them.
    fileprivate var columns: [String: String] {
        var columns: [String: String] = [:]
        for member in members ?? [] {
            switch member.value {
            case .string(let text), .number(let text): columns[member.name] = text
            case .bool(let isTrue): columns[member.name] = isTrue ? "true" : "false"
            case .object:
                columns[member.name] = member.value["amount"]?.integer.map { String($0) }
                columns["\(member.name)_currency"] = member.value["currency"]?.string
            case .array(let values): columns[member.name] = String(decoding: JSONValue.array(values.map(\.stored)).bytes, as: UTF8.self)
            case .null: break
            }
        }
        return columns
    }

    /// A line as the record's column holds it, by the columns of the lines' table; anything else as it is.
    private var stored: JSONValue {
        members == nil ? self : .object(columns.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }
}
