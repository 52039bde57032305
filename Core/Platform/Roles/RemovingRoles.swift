import Postgres

extension Roles {
    /// Ends a role. Those who have it fall back to its rung.
    /// - Throws: `RoleError.own`, or `.beyond` where they would get by that what this member does not have; `PageError.notFound`.
    public func remove(_ id: ID<CustomRole>) async throws {
        try await scope.transaction { scope in
            let stored = try await Roles(registry, in: scope).locked(id)
            try granting.check(stored)
            if stored.members > 0 { try granting.check(from: stored.role, to: BusinessRole(stored.rung)) }
            try await note("deleted", stored.role, in: scope)
            try await scope.db.execute("""
                update businesses set access_rules = access_rules - \(stored.role.key), version = version + 1, updated_at = now()
                 where id = \(scope.business.id) and access_rules ? \(stored.role.key)
                """)
            _ = try await scope.db.write(Query<Int>.value("select kontor.remove_role(\(id))"))
        }
    }

    /// The role, which nobody changes or gives until this transaction ends.
    func locked(_ id: ID<CustomRole>) async throws -> StoredRole {
        let role = try await scope.db.first("""
            select \(StoredRole.columns) from roles r where r.id = \(id) for update of r
            """, as: StoredRole.init(row:))
        guard let role else { throw PageError.notFound }
        return role
    }

    func note(_ what: String, _ role: BusinessRole, in scope: Scope) async throws {
        let news = RoleNews(role: role.key, name: role.custom?.name, rung: role.rung.rawValue, decisions: role.custom?.decisions)
        try await scope.db.execute(role.happened(what, news, in: scope))
    }

    /// Runs what gives a role a name that nobody may take for another's: not for one of the ladder either, in no language.
    func named(_ name: String, _ body: () async throws -> Void) async throws {
        let shipped = Language.complete.flatMap { language in
            Role.allCases.compactMap { scope.voice.catalogue.text("platform.roles.\($0.rawValue)", language) }
        }
        guard !shipped.contains(where: { $0.lowercased() == name.lowercased() }) else { throw RoleError.nameTaken }
        do {
            try await body()
        } catch let error as DatabaseError where error.refusal?.constraint == "roles_name_key" {
            throw RoleError.nameTaken
        }
    }
}
