import Platform

/// Switches the module off and purges it: nothing of it is left, and nobody else's is gone.
struct Purging: Sendable {
    private let asking: Asking
    private let mine, theirs: Tenant
    private let tables: [String]

    init(_ asking: Asking, _ mine: Tenant, _ theirs: Tenant, _ tables: [String]) {
        self.asking = asking
        self.mine = mine
        self.theirs = theirs
        self.tables = tables
    }

    private var module: Module { asking.subject.module }
    private var pool: ConnectionPool { asking.house.platform.superuser }
    private var business: ID<Business> { mine.scope.business.id }

    func faults() async throws -> [Fault] {
        let others = try await rows(of: theirs)
        try await Belongings(asking, mine).put()
        var faults: [Fault] = [], kept: Set<String> = []
        do {
            _ = try await ModuleSwitch(asking.subject.registry, in: mine.scope).switchOff(module)
            let leaving = try await Leaving(module, asking.subject.registry, in: mine.scope)
            faults += try await leaving.report().lines.filter { $0.rows == 0 && !tables.contains($0.key) && !module.records.isEmpty }.map { line in
                Fault(.purge, "Nothing of \(line.key) was there to be purged, so that nobody knows whether it goes. Let `Belongings` put something there.")
            }
            _ = try await leaving.purge()
            kept.formUnion(try await leaving.report().lines.filter { $0.rows > 0 && !$0.stays && !tables.contains($0.key) }.map(\.key))
        } catch let error as any UserFacingError {
            return [Fault(.purge, "Module \"\(module.id)\" cannot be purged: \(mine.scope.say(error.message)) Let what refers to it be empty, or go with it.")]
        }
        faults += try await rows(of: mine).map { row in
            Fault(.purge, "A purge of \"\(module.id)\" leaves rows in \(row.prefix { $0 != " " }). Create the table by a plain `create table` in a migration, so that the purge knows it.")
        }
        faults += try await kept.union(marked()).sorted().map { what in
            Fault(.purge, "A purge of \"\(module.id)\" leaves what the platform keeps for it in \(what). Add it to Holding.others, and let nothing hold it back.")
        }
        if try await rows(of: theirs) != others { faults.append(Fault(.purge, "A purge of \"\(module.id)\" for one business touched another's rows. Purge through scope.db.")) }
        return faults
    }

    /// The platform's own tables that still say whose they are, whether or not the purge knows them. Events stay, but none of
    /// the keys without which nobody can read what they say of people.
    private func marked() async throws -> [String] {
        let records = module.records.map(\.table)
        let known = try await pool.read(Query.rows("""
            select c.relname::text, a.attname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname in ('record', 'module')
             where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relname = any(\(tables)::name[]) and c.relname <> 'events'
               and exists (select from pg_attribute b where b.attrelid = c.oid and b.attname = 'business_id')
             order by 1, 2
            """) { row in (table: try row.next(String.self), column: try row.next(String.self)) })
        var kept: [String] = []
        for (table, column) in known {
            let names = column == "module" ? [module.id] : records
            let isThere = try await pool.read(Query<Bool>.value("""
                select exists (select from \(identifier: table) where business_id = \(business) and \(identifier: column)::text = any(\(names)))
                """))
            if isThere { kept.append(table) }
        }
        let unmarked = try await pool.read(Query.rows("""
            select 'settings' where exists (select from settings where business_id = \(business) and starts_with(name, \("\(module.id).")))
             union all
            select 'custom_fields' where exists (select from businesses where id = \(business) and custom_fields ?| \(records))
             union all
            select 'api_keys' where exists (
                   select from api_keys where business_id = \(business) and revoked_at is null
                      and not exists (select from unnest(scopes) s where not starts_with(s, \("\(module.id)."))))
            """) { row in try row.next(String.self) })
        return kept + unmarked
    }

    private func rows(of tenant: Tenant) async throws -> [String] {
        try await pool.rows(of: tables).filter { $0.contains(tenant.scope.business.id.description) }
    }
}
