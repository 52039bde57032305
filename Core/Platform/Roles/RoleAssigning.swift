import Postgres

extension Roles {
    /// The roles that this member may give to others: the ladder's first, then those of the business by their names.
    public func assignable() async throws -> [BusinessRole] {
        let stored = try await all()
        return (BusinessRole.ladder + stored.map(\.role)).filter(granting.mayAssign)
    }

    /// Gives a colleague another role. They may do what it says on every node within a second. The database decides whether it may be,
    /// and holds the seats until it is: what a node remembers of who asks may be a moment old.
    /// - Parameter role: one of `assignable()`.
    /// - Throws: `SeatError`: nobody gives a role with more than they have, or changes that of somebody who may do more than they.
    public func assign(_ role: BusinessRole, to colleague: ID<Member>) async throws {
        try await scope.transaction { scope in
            let before = try await scope.colleague(colleague)?.member.businessRole
            try SeatError.check(await scope.db.value("""
                select kontor.change_role(\(colleague), \(scope.member.id), \(role.rung), \(role.custom?.id))
                """))
            if let before { try granting.checkMayGovern(before) }
            guard granting.mayAssign(role) else { throw SeatError.beyond }
        }
    }
}
