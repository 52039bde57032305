import Postgres

/// The roles that a business made for itself. A change is seen by every node within a second.
///
/// Nobody becomes more by them: a role gets only what its editor has, and nobody edits the one they have.
public struct Roles: Sendable {
    let registry: Registry
    let scope: Scope
    public let granting: Granting

    /// Of a business, at most.
    public static let most = 50
    /// Characters, at most.
    public static let mostName = 60, mostDescription = 500

    public init(_ registry: Registry, in scope: Scope) {
        self.registry = registry
        self.scope = scope
        granting = Granting(registry, in: scope)
    }

    /// By name.
    public func all() async throws -> [StoredRole] {
        try await scope.db.rows("""
            select \(StoredRole.columns) from roles r order by lower(r.name), r.id limit \(literal: Self.most)
            """, as: StoredRole.init(row:))
    }

    /// - Throws: `PageError.notFound` when this business has no such role.
    public func one(_ id: ID<CustomRole>) async throws -> StoredRole {
        let role = try await scope.db.first("select \(StoredRole.columns) from roles r where r.id = \(id)", as: StoredRole.init(row:))
        guard let role else { throw PageError.notFound }
        return role
    }

    /// How many members have each role of the ladder itself.
    public func ladderCounts() async throws -> [Role: Int] {
        let counts = try await scope.db.rows("select role, count(*) from members where role_id is null group by role") { row in
            (try row.next(Role.self), try row.next(Int.self))
        }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    /// Makes a role that decides as another does, but for what its maker does not have, and that sees the same records and fields.
    /// - Throws: `RoleError`.
    public func make(_ draft: RoleDraft, like model: BusinessRole? = nil) async throws {
        // What the model may do, said of the rung the new one stands on.
        let wanted = model.map(registry.permissions(of:))
        let copied = registry.permissions.reduce(into: [String: Bool]()) { decisions, permission in
            guard let wanted, permission.least != .owner, wanted.contains(permission) != (draft.rung >= permission.least) else { return }
            decisions[permission.name] = wanted.contains(permission)
        }
        let decisions = granting.decisions(copied, on: draft.rung, from: nil)
        let role = BusinessRole(CustomRole(id: draft.id, name: draft.name, decisions: decisions), on: draft.rung)
        let rules = model.map { scope.business.accessRules.decided(like: $0, on: draft.rung) } ?? [:]
        try granting.check(from: nil, to: role, by: AccessRules(scope.business.accessRules.byRole.merging([role.key: rules]) { $1 }))
        try await named(draft.name) {
            try await scope.transaction { scope in
                guard try await scope.db.value("select count(*) from roles", of: Int.self) < Self.most else { throw RoleError.tooMany }
                let made = try await scope.db.execute("""
                    insert into roles (id, name, description, rung, decisions)
                    values (\(draft.id), \(draft.name), \(draft.description), \(draft.rung), \(JSON(decisions))) on conflict (business_id, id) do nothing
                    """)
                guard made > 0 else { return }
                try await note("created", role, in: scope)
                try await rule(role, by: rules, in: scope)
            }
        }
    }

    private func rule(_ role: BusinessRole, by rules: [String: AccessRule], in scope: Scope) async throws {
        guard !rules.isEmpty else { return }
        try await scope.db.execute("""
            update businesses set access_rules = access_rules || jsonb_build_object(\(role.key)::text, \(JSON(rules))::jsonb),
                   version = version + 1, updated_at = now()
             where id = \(scope.business.id)
            """)
        for table in rules.keys.sorted() { try await scope.db.execute(role.happened("ruled", RoleNews(role: role.key, records: table), in: scope)) }
    }

    /// Gives a role another name, description or rung; what it decides stays.
    /// - Throws: `RoleError`; `PageError.notFound`.
    public func change(_ draft: RoleDraft, version: Int) async throws {
        try await named(draft.name) {
            try await change(draft.id, version) { role in
                let rung = role.rung == draft.rung ? role.decisions : granting.decisions(role.decisions, on: draft.rung, from: role.role)
                return (draft, rung)
            }
        }
    }

    /// Decides what a role may do.
    /// - Parameters:
    ///   - offered: the permissions that were looked over, by their names; all others stay as they are.
    ///   - checked: those of them that the role is to have.
    /// - Throws: `RoleError`; `PageError.notFound`.
    public func decide(_ id: ID<CustomRole>, offered: Set<String>, checked: Set<String>, version: Int) async throws {
        try await change(id, version) { role in
            (draft(role), try granting.decisions(of: role, offered: offered, checked: checked))
        }
    }

    /// Makes a role what its rung is, as far as this member may decide.
    /// - Throws: `RoleError`; `PageError.notFound`.
    public func reset(_ id: ID<CustomRole>, version: Int) async throws {
        try await change(id, version) { role in
            let decidable = Set(registry.permissions.filter(granting.mayDecide).map(\.name))
            return (draft(role), role.decisions.filter { !decidable.contains($0.key) && registry.permissions.map(\.name).contains($0.key) })
        }
    }

    private func draft(_ role: StoredRole) -> RoleDraft { RoleDraft(id: role.id, name: role.name, description: role.description, rung: role.rung) }

    private func change(
        _ id: ID<CustomRole>, _ version: Int, _ decide: @Sendable (StoredRole) throws -> (RoleDraft, [String: Bool])
    ) async throws {
        try await scope.transaction { scope in
            let stored = try await Roles(registry, in: scope).locked(id)
            try granting.check(stored)
            guard stored.version == version else { throw RoleError.changed }
            let (draft, decisions) = try decide(stored)
            let role = BusinessRole(CustomRole(id: id, name: draft.name, decisions: decisions), on: draft.rung)
            try granting.check(from: stored.role, to: role)
            try await scope.db.execute("""
                update roles set name = \(draft.name), description = \(draft.description), rung = \(draft.rung), decisions = \(JSON(decisions)),
                       version = version + 1, updated_at = now() where id = \(id)
                """)
            try await note("changed", role, in: scope)
        }
    }
}
