import Postgres

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
