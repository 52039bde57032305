import Postgres

/// What a business decides about who sees what. A change is seen by every node within a second.
public struct AccessDecisions: Sendable {
    let scope: Scope

    public init(in scope: Scope) { self.scope = scope }

    /// Decides for one role and the records of one table. Nobody decides what they themself see. Two who decide at once take turns; whoever refers to the
    /// business meanwhile, as every new row does, waits for neither.
    /// - Parameters:
    ///   - role: one that is ruled; the caller has checked it, and the table.
    ///   - rule: one that is open takes away what was decided before; for a role that the business made it is kept, and nil makes
    ///     it as on its rung again.
    /// - Throws: `RoleError.ownRules` for what decides about the member; `.ruled` where they do not see everything themself.
    public func decide(_ rule: AccessRule?, for role: BusinessRole, on table: String) async throws {
        let mine = scope.member.businessRole, isKept = rule.map { role.custom != nil || !$0.isOpen } ?? false
        guard role.key != mine.key, !mine.isRuled || role != BusinessRole(mine.rung) else { throw RoleError.ownRules }
        guard scope.seesEverything else { throw RoleError.ruled }
        try await scope.transaction { scope in
            let stored = try await scope.db.value("""
                select access_rules from businesses where id = \(scope.business.id) for no key update
                """, of: JSON<[String: [String: AccessRule]]>.self)
            var all = stored.value
            all[role.key, default: [:]][table] = isKept ? rule : nil
            try await scope.db.execute("""
                update businesses set access_rules = \(JSON(all.filter { !$0.value.isEmpty })), version = version + 1, updated_at = now()
                 where id = \(scope.business.id)
                """)
            try await scope.db.execute(role.happened("ruled", RoleNews(role: role.key, records: table), in: scope))
        }
    }
}
