import FoundationEssentials
import Platform

/// What operators know of one business.
struct BusinessFile: Sendable {
    let business: Business
    /// Which operator suspended it; nil where none did, or it is not suspended.
    let suspendedBy: String?
    let memberCount: Int
    let version: Int
    let createdAt: Date, updatedAt: Date
    let members: [Seat]
    /// How many rows it keeps, by the table of the record.
    let tallies: [String: Int]

    struct Seat: Sendable {
        let id: ID<Member>, name: String, email: String, role: Role
        let lastLogin: Date?
        let isActive: Bool
    }

    /// Members shown at most, the owners first.
    static let mostMembers = 200
}

extension Businesses {
    /// One round trip.
    /// - Returns: nil when there is no such business.
    func file(of id: ID<Business>) async throws -> BusinessFile? {
        let (about, members, tallies) = try await db.fetch(about(id), members(of: id), tallies(of: id))
        return about.map { about in
            BusinessFile(
                business: about.business, suspendedBy: about.suspendedBy,
                memberCount: about.memberCount, version: about.version, createdAt: about.createdAt,
                updatedAt: about.updatedAt, members: members,
                tallies: Dictionary(tallies, uniquingKeysWith: +))
        }
    }

    private struct About: Sendable {
        let business: Business
        let suspendedBy: String?
        let memberCount: Int, version: Int
        let createdAt: Date, updatedAt: Date

        init(row: inout Row) throws {
            business = try Business(row: &row)
            suspendedBy = try row.next()
            memberCount = try row.next()
            version = try row.next()
            createdAt = try row.next()
            updatedAt = try row.next()
        }
    }

    private func about(_ id: ID<Business>) -> Query<About?> {
        .first("""
            select \(Business.columns),
                   (select o.name from operator_actions a join operators o on o.id = a.operator_id
                     where a.subject_id = b.id and a.action = 'business.suspended' and b.suspended_at is not null
                     order by a.created_at desc limit 1),
                   (select count(*) from members m where m.business_id = b.id and m.left_at is null),
                   b.version, b.created_at, b.updated_at
              from businesses b where b.id = \(id)
            """, as: About.init(row:))
    }

    private func members(of id: ID<Business>) -> Query<[BusinessFile.Seat]> {
        .rows("""
            select m.id, u.name, u.email, m.role, u.last_login, u.deactivated_at is null
              from members m join users u on u.id = m.user_id
             where m.business_id = \(id) and m.left_at is null
             order by array_position('{owner,admin,manager,staff,viewer}'::text[], m.role), u.name, m.id
             limit \(BusinessFile.mostMembers)
            """, as: BusinessFile.Seat.init(id:name:email:role:lastLogin:isActive:))
    }

    private func tallies(of id: ID<Business>) -> Query<[(String, Int)]> {
        .rows("select record, sum(difference)::bigint from record_tallies where business_id = \(id) group by record") { row in
            (try row.next(String.self), try row.next(Int.self))
        }
    }
}
