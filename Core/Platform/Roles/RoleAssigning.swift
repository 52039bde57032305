import Postgres

extension Roles {
    /// The roles that this member may give to others: the ladder's first, then those of the business by their names.
    public func assignable() async throws -> [BusinessRole] {
        let stored = try await all()
        return (BusinessRole.ladder + stored.map(\.role)).filter(granting.mayAssign)
    }

    /// Gives a colleague another role. They may do what it says on every node within a second.
    /// - Parameter key: of one of `assignable()`.
    /// - Throws: `RoleError.ownSeat`; `.owner` for an owner's seat; `.beyond` for a role with more than this member has, and for
    ///   somebody who may do more than they; `PageError.notFound` when this business has no such member or role.
    public func assign(_ key: String, to colleague: ID<Member>) async throws {
        guard colleague != scope.member.id else { throw RoleError.ownSeat }
        try await scope.transaction { scope in
            let roles = Roles(registry, in: scope)
            let known = try await BusinessRole.ladder + roles.all().map(\.role)
            guard let role = known.first(where: { $0.key == key }), let before = try await scope.colleague(colleague)?.member.businessRole
            else { throw PageError.notFound }
            guard role.rung != .owner, before.rung != .owner else { throw RoleError.owner }
            guard granting.mayAssign(role), granting.mayAssign(before) else { throw RoleError.beyond }
            let isNew = try await scope.db.write(Query<Bool>.value("""
                select kontor.assign_role(\(colleague), \(role.rung), \(role.custom?.id))
                """))
            guard isNew else { return }
            let news = RoleNews(role: role.key, name: role.custom?.name, before: before.key, member: colleague.description)
            try await scope.db.execute(role.happened("assigned", news, in: scope))
        }
    }
}

extension Scope {
    /// Somebody with a seat in the business, and whether their account opens; nil when there is none.
    public func colleague(_ id: ID<Member>) async throws -> (member: Member, isActive: Bool)? {
        try await db.first("""
            select u.id, u.name, u.email, u.language, m.role, r.id, r.name, r.decisions, kontor.teammates(m.business_id, m.id), u.deactivated_at is null
              from members m join users u on u.id = m.user_id
              left join roles r on r.business_id = m.business_id and r.id = m.role_id
             where m.id = \(id)
            """) { row in
            let user: ID<User> = try row.next(), name: String = try row.next(), email: String = try row.next()
            let language = try row.next(String?.self).flatMap(Language.init(rawValue:)), role: Role = try row.next()
            let member = Member(
                id: id, user: user, name: name, email: email, role: role, customRole: try CustomRole(row: &row), language: language,
                teammates: try row.next())
            return (member, try row.next(Bool.self))
        }
    }
}
