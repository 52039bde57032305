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

    func faults() async throws -> [Fault] {
        let module = asking.subject.module, pool = asking.house.platform.superuser
        let others = try await rows(of: theirs)
        do {
            _ = try await ModuleSwitch(asking.subject.registry, in: mine.scope).switchOff(module)
            _ = try await Leaving(module, asking.subject.registry, in: mine.scope).purge()
        } catch let error as any UserFacingError {
            return [Fault(.purge, "Module \"\(module.id)\" cannot be purged: \(mine.scope.say(error.message)) Let what refers to it be empty, or go with it.")]
        }
        var faults = try await rows(of: mine).map { row in
            Fault(.purge, "A purge of \"\(module.id)\" leaves rows in \(row.prefix { $0 != " " }). Create the table by a plain `create table` in a migration, so that the purge knows it.")
        }
        let records = module.records.map(\.table)
        let kept = try await pool.read(Query<Int>.value("""
            select (select count(*) from imports where business_id = \(mine.scope.business.id) and record = any(\(records)))
                 + (select count(*) from settings where business_id = \(mine.scope.business.id) and starts_with(name, \("\(module.id).")))
                 + (select count(*) from notes where business_id = \(mine.scope.business.id) and record = any(\(records)))
                 + (select count(*) from attachments where business_id = \(mine.scope.business.id) and record = any(\(records)))
                 + (select count(*) from files where business_id = \(mine.scope.business.id) and record = any(\(records)))
                 + (select count(*) from saved_views where business_id = \(mine.scope.business.id) and record = any(\(records)))
            """))
        if kept > 0 { faults.append(Fault(.purge, "A purge of \"\(module.id)\" leaves imports, settings, notes, files or views. Add what keeps them to Holding.others.")) }
        if try await rows(of: theirs) != others { faults.append(Fault(.purge, "A purge of \"\(module.id)\" for one business touched another's rows. Purge through scope.db.")) }
        return faults
    }

    private func rows(of tenant: Tenant) async throws -> [String] {
        try await asking.house.platform.superuser.rows(of: tables).filter { $0.contains(tenant.scope.business.id.description) }
    }
}
