import Platform
import Support

/// Every table a module made, by whatever statement: its wall, its keys, and the triggers of its records.
struct Tables: Sendable {
    let subject: Subject

    init(_ subject: Subject) { self.subject = subject }

    /// Those there would not be without the module.
    func names() async throws -> [String] {
        try await Self.all(subject.platform).filter { !subject.otherTables.contains($0) }
    }

    static func all(_ platform: TestPlatform) async throws -> [String] { try await platform.superuser.tables() }

    func faults() async throws -> [Fault] {
        let tables = try await names(), module = subject.module.id
        let breached = try await TableAudit.breached(tables, subject.platform.app)
        let walls = breached.map { table in
            Fault(.walls, "Module \"\(module)\": the table \"\(table)\" lacks forced row-level security by business_id alone. Add `call kontor.wall('\(table)')` to a migration.")
        }
        return try await walls + keys(tables) + triggers()
    }

    private func keys(_ tables: [String]) async throws -> [Fault] {
        let wrong = try await rows("""
            select c.relname::text, k.conname::text from pg_class c
              left join pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'f')
             where c.relnamespace = 'public'::regnamespace and c.relname = any(\(tables)::name[])
               and (k.conname is null and not exists (select from pg_constraint p where p.conrelid = c.oid and p.contype = 'p')
                 or k.contype = 'p' and not exists (
                       select from pg_attribute a where a.attrelid = c.oid and a.attname = 'business_id' and a.attnum = k.conkey[1])
                 or k.contype = 'f' and k.confrelid <> 'businesses'::regclass
                    and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'business_id')
                    and not exists (
                       select from generate_subscripts(k.conkey, 1) i
                         join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[i] and a.attname = 'business_id'
                         join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[i] and b.attname = 'business_id'))
             order by 1, 2
            """)
        return wrong.map { table, key in
            Fault(.keys, "Table \"\(table)\": \(key.map { "the key \($0)" } ?? "its primary key, which is missing,") must hold business_id: primary key (business_id, id), foreign key (business_id, …_id). Correct it in a migration.")
        }
    }

    /// The functions a record's table calls, each after the statements of one kind.
    private static let triggers = ["note_changed", "note_created", "note_purged", "tally_delete", "tally_insert", "tally_update"]

    private func triggers() async throws -> [Fault] {
        let records = subject.module.records.map(\.table)
        let missing = try await rows("""
            select r.name, w.name from unnest(\(records)) as r (name) cross join unnest(\(Self.triggers)) as w (name)
             where not exists (
                   select from pg_trigger t join pg_proc p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
                    where c.relname = r.name and t.tgname = w.name and t.tgenabled in ('O', 'A') and p.pronamespace = 'kontor'::regnamespace)
            """)
        return missing.map { table, trigger in
            Fault(.history, "Table \"\(table)\": the trigger \(trigger ?? "") is missing or off. `call kontor.record('\(table)', …)` in a migration makes it; leave it as it is.")
        }
    }

    private func rows(_ sql: SQL) async throws -> [(String, String?)] {
        try await subject.platform.superuser.read(Query.rows(sql) { row in (try row.next(), try row.next()) })
    }
}
