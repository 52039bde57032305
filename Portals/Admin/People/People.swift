import FoundationEssentials
import Platform

/// Everybody with an account.
struct People: Sendable {
    let db: Database<Platform>

    /// A person in the list.
    struct Entry: Sendable {
        let id: ID<User>, name: String, email: String
        /// What the businesses are called in which they have a seat, the oldest seat first.
        let businesses: [String]
        /// The first of them.
        let business: ID<Business>?
        let lastLogin: Date?
        let isActive: Bool
        let createdAt: Date
    }

    /// One round trip, and one query for all that the rows show.
    /// - Returns: a page of the list, with one entry too many where there are more; and how many there are.
    func page(_ sought: Sought) async throws -> ([Entry], Int) {
        let columns: SQL = """
            t.id, t.name, t.email,
            array(select b.name from members m join businesses b on b.id = m.business_id
                   where m.user_id = t.id order by m.created_at, b.id),
            (select m.business_id from members m where m.user_id = t.id order by m.created_at, m.business_id limit 1),
            t.last_login, t.deactivated_at is null, t.created_at
            """
        return try await db.fetch(
            .rows(
                sought.rows(columns, of: "users", where: condition(sought)),
                as: Entry.init(id:name:email:businesses:business:lastLogin:isActive:createdAt:)),
            sought.count(of: "users", where: condition(sought)))
    }

    private func condition(_ sought: Sought) -> SQL {
        let status: SQL? = switch sought.status {
        case .active: "t.deactivated_at is null"
        case .inactive: "t.deactivated_at is not null"
        case nil: nil
        }
        return .all(sought.holds("lower(t.name || ' ' || t.email)"), status)
    }
}
