import Platform

/// What the platform keeps for a business because it has a module, of every kind, beside what making its records brings:
/// notes, files, views, imports and events are there by then.
struct Belongings: Sendable {
    private let asking: Asking
    private let mine: Tenant

    init(_ asking: Asking, _ mine: Tenant) {
        self.asking = asking
        self.mine = mine
    }

    func put() async throws {
        let module = asking.subject.module, business = mine.scope.business.id, member = mine.scope.member.id
        let scopes = asking.subject.registry.permissions.filter { $0.name.hasPrefix("\(module.id).") && mine.scope.mayGive($0) }
        if !scopes.isEmpty { _ = try await asking.house.bearer(of: mine.scope, scopes) }
        let pool = asking.house.platform.superuser
        try await pool.write(
            Query.execute("insert into settings (business_id, name, value) values (\(business), \("\(module.id).probe"), 'Probe')"),
            Query.execute("""
                insert into kept_answers (business_id, member_id, key, module, request) values (\(business), \(member), 'probe', \(module.id), '')
                """),
            Query.execute("""
                insert into fences (business_id, id, module, kind, surface, recent, error)
                values (\(business), \(ID<Member>()), \(module.id), 'route', 'GET /probe', '{}', 'Probe')
                """))
        for record in module.records.map(\.table) {
            let rule = [record: AccessRule(fields: ["x_probe": .hidden])]
            let field = #"[{"name": "x_probe", "label": "Probe", "kind": "text", "choices": [], "isRequired": false, "isListed": false}]"#
            try await pool.write(
                Query.execute("""
                    update businesses set custom_fields = custom_fields || jsonb_build_object(\(record)::text, \(field)::text::jsonb),
                           access_rules = jsonb_set(access_rules, '{viewer}', coalesce(access_rules -> 'viewer', '{}') || \(JSON(rule)))
                     where id = \(business)
                    """),
                Query.execute("""
                    insert into bulk_changes (business_id, edit_id, record, record_id, member_id, version_after, before)
                    values (\(business), \(ID<Member>()), \(record), \(ID<Member>()), \(member), 1, '{}')
                    """))
        }
    }
}
