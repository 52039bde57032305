import FoundationEssentials
import Platform

/// What operators know of one person.
struct PersonFile: Sendable {
    let name: String, email: String
    let language: Language?
    let isActive: Bool
    let lastLogin: Date?
    let createdAt: Date
    /// How many sessions are open.
    let sessions: Int
    let seats: [Seat]

    /// In one business.
    struct Seat: Sendable {
        let business: ID<Business>, name: String
        let id: ID<Member>
        let role: Role
        /// Where the business made the role itself.
        let roleName: String?
        let isActive: Bool
        let since: Date
    }
}

extension People {
    /// One round trip.
    /// - Throws: `PageError.notFound`.
    func file(of id: ID<User>) async throws -> PersonFile {
        let (about, seats) = try await db.fetch(
            Query<About?>.first("""
                select u.name, u.email, u.language, u.deactivated_at is null, u.last_login, u.created_at,
                       (select count(s.user_id) from sessions s where s.user_id = u.id and s.expires_at > now() and s.assist_id is null)
                  from users u where u.id = \(id)
                """, as: About.init(name:email:language:isActive:lastLogin:createdAt:sessions:)),
            Query<[PersonFile.Seat]>.rows("""
                select b.id, b.name, m.id, m.role, r.name, b.suspended_reason is null, m.created_at
                  from members m join businesses b on b.id = m.business_id
                  left join roles r on r.business_id = m.business_id and r.id = m.role_id
                 where m.user_id = \(id) and m.left_at is null order by m.created_at, b.id
                """, as: PersonFile.Seat.init(business:name:id:role:roleName:isActive:since:)))
        guard let about else { throw PageError.notFound }
        return PersonFile(
            name: about.name, email: about.email, language: about.language.flatMap(Language.init(rawValue:)), isActive: about.isActive,
            lastLogin: about.lastLogin, createdAt: about.createdAt, sessions: about.sessions, seats: seats)
    }

    private struct About: Sendable {
        let name: String, email: String, language: String?, isActive: Bool
        let lastLogin: Date?, createdAt: Date
        let sessions: Int
    }
}
