import Postgres

/// What a business decides about who sees what. A change is seen by every node within a second.
public struct AccessDecisions: Sendable {
    let scope: Scope

    public init(in scope: Scope) { self.scope = scope }

    /// Decides for one role and the records of one table. Two who decide at once take turns; whoever refers to the
    /// business meanwhile, as every new row does, waits for neither.
    /// - Parameters:
    ///   - role: one of `AccessRules.roles`; the caller has checked it, and the table.
    ///   - rule: one that is open takes away what was decided before.
    public func decide(_ rule: AccessRule, for role: Role, on table: String) async throws {
        try await scope.transaction { scope in
            let stored = try await scope.db.value("""
                select access_rules from businesses where id = \(scope.business.id) for no key update
                """, of: JSON<[String: [String: AccessRule]]>.self)
            var all = stored.value
            all[role.rawValue, default: [:]][table] = rule.isOpen ? nil : rule
            try await scope.db.execute("""
                update businesses set access_rules = \(JSON(all.filter { !$0.value.isEmpty })), version = version + 1, updated_at = now()
                 where id = \(scope.business.id)
                """)
        }
    }
}
