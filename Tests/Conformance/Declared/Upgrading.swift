import Platform
import Support

/// Runs a module's last migration on a database that is in use: with a business, and a row of every kind that can be there.
struct Upgrading: Sendable {
    let module: Module
    let registry: Registry

    init(_ module: Module, _ registry: Registry) {
        self.module = module
        self.registry = registry
    }

    /// - Throws: `MigrationError` where a migration does not run.
    func check(_ samples: [String: JSONValue]) async throws {
        guard let last = module.migrations.last else { return }
        guard let server = TestServer.current else { throw NoTestServer() }
        let before = registry.migrations.filter { $0 != last }
        try await server.withEmptyDatabase { owner, superuser in
            _ = try await owner.run(before, then: registry.declarations)
            try await fill(superuser, samples)
            _ = try await owner.run(registry.migrations, then: registry.declarations)
        }
    }

    private func fill(_ superuser: ConnectionPool, _ samples: [String: JSONValue]) async throws {
        let business = ID<Business>()
        try await superuser.write(Query.execute("""
            select kontor.register(\(ID<User>()), 'owner@example.com', 'Owner', 'no password', 'en', \(business), 'Acme', 'USD', 'UTC', 255, \(ID<Member>()))
            """))
        var ids: [String: String] = [:]
        for resource in registry.resources {
            let id = ID<Member>().description
            let columns = try await superuser.read(Query.rows("""
                select a.attname::text, format_type(a.atttypid, a.atttypmod), a.attnotnull and not a.atthasdef
                  from pg_attribute a where a.attrelid = to_regclass(\(resource.name)) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                """) { row in (name: try row.next(String.self), type: try row.next(String.self), isNeeded: try row.next(Bool.self)) })
            let sample = Sample(1, currency: "USD", ids: ids).json(of: resource.fields(nil), changed: samples[resource.name])
            let values = ["business_id": business.description, "id": id].merging(sample.columns) { $1 }
            let given = columns.compactMap { column in
                (values[column.name] ?? (column.isNeeded ? Self.plain(column.type) : nil)).map { (column.name, $0, column.type) }
            }
            guard !given.isEmpty else { continue }
            let sql = """
                insert into \(quoted(resource.name)) (\(given.map { quoted($0.0) }.joined(separator: ", ")))
                values (\(given.map { "'\($0.1.replacing("'", with: "''"))'::\($0.2)" }.joined(separator: ", ")))
                """
            // The table as it was then may not take what the declarations say now: then there is no row of it.
            do {
                try await superuser.write(Query.execute(SQL(unchecked: sql)))
                ids[resource.name] = id
            } catch let error as DatabaseError where error.refusal != nil { continue }
        }
    }

    /// Something of that type.
    private static func plain(_ type: String) -> String {
        switch type {
        case "uuid": ID<Business>().description
        case "boolean": "true"
        case "date", "timestamp with time zone": "2026-03-15"
        case "jsonb": "{}"
        case "text": "x"
        default: "1"
        }
    }

    private func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
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
            case .null, .array: break
            }
        }
        return columns
    }
}
