import FoundationEssentials
import Platform

/// The businesses on the platform as operators see them: who they are and how much they keep, never what.
struct Businesses: Sendable {
    let db: Database<Platform>

    /// A business in the list.
    struct Entry: Sendable {
        let id: ID<Business>, name: String, isActive: Bool
        let members: Int, rows: Int
        let createdAt: Date

        init(row: inout Row) throws {
            id = try row.next()
            name = try row.next()
            isActive = try row.next()
            members = try row.next()
            rows = try row.next()
            createdAt = try row.next()
        }
    }

    /// One round trip, and one query for all that the rows show.
    /// - Returns: a page of the list, with one entry too many where there are more; and how many there are.
    func page(_ sought: Sought) async throws -> ([Entry], Int) {
        let columns: SQL = """
            t.id, t.name, t.suspended_reason is null,
            (select count(*) from members m where m.business_id = t.id),
            (select coalesce(sum(r.difference), 0)::bigint from record_tallies r where r.business_id = t.id),
            t.created_at
            """
        return try await db.fetch(
            .rows(sought.rows(columns, of: "businesses", where: condition(sought)), as: Entry.init(row:)),
            sought.count(of: "businesses", where: condition(sought)))
    }

    private func condition(_ sought: Sought) -> SQL {
        let status: SQL? = switch sought.status {
        case .active: "t.suspended_reason is null"
        case .inactive: "t.suspended_reason is not null"
        case nil: nil
        }
        return .all(sought.holds("lower(t.name)"), status)
    }
}
