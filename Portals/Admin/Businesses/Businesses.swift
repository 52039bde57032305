import FoundationEssentials
import Platform

/// The businesses on the platform as operators see them: who they are and how much they keep, never what.
struct Businesses: Sendable {
    let db: Database<Platform>

    /// A business in the list.
    struct Entry: Sendable {
        let id: ID<Business>, name: String, isActive: Bool
        let plan: String?
        let members: Int, rows: Int
        let createdAt: Date

        init(row: inout Row) throws {
            id = try row.next()
            name = try row.next()
            isActive = try row.next()
            plan = try row.next()
            members = try row.next()
            rows = try row.next()
            createdAt = try row.next()
        }
    }

    struct PlanName: Sendable { let code: String, name: String }

    /// One round trip, and one query for all that the rows show.
    /// - Returns: a page of the list, with one entry too many where there are more; how many there are; and the plans to narrow it by.
    func page(_ sought: Sought) async throws -> ([Entry], Int, [PlanName]) {
        let columns: SQL = """
            t.id, t.name, t.suspended_reason is null,
            (select p.plan_name from subscriptions s join plans p on p.id = s.plan_id where s.business_id = t.id),
            (select count(*) from members m where m.business_id = t.id),
            (select coalesce(sum(r.difference), 0)::bigint from record_tallies r where r.business_id = t.id),
            t.created_at
            """
        return try await db.fetch(
            .rows(sought.rows(columns, of: "businesses", where: condition(sought)), as: Entry.init(row:)),
            sought.count(of: "businesses", where: condition(sought)),
            Query<[PlanName]>.rows("select code, plan_name from plans order by position, plan_name, id", as: PlanName.init(code:name:)))
    }

    private func condition(_ sought: Sought) -> SQL {
        let status: SQL? = switch sought.status {
        case .active: "t.suspended_reason is null"
        case .inactive: "t.suspended_reason is not null"
        case nil: nil
        }
        let plan: SQL? = sought.plan.isEmpty ? nil : """
            t.id in (select s.business_id from subscriptions s join plans p on p.id = s.plan_id where p.code = \(sought.plan))
            """
        let standing: SQL? = sought.standing.map { "t.id in (select s.business_id from subscriptions s where s.status = \($0.rawValue))" }
        return .all(sought.holds("lower(t.name)"), status, plan, standing)
    }
}
