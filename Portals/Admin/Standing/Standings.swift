import FoundationEssentials
import Platform

/// Which plan one business has, and what it has beyond it.
struct Standings: Sendable {
    let scope: OperatorScope

    /// All there is to say of one business.
    struct Found: Sendable {
        let business: Business
        let current: Current
        let changes: [Change]
        let overrides: [Override]
        /// In the order in which they are offered, also those that are not sold any more.
        let plans: [Plan]
    }

    struct Current: Sendable {
        let plan: ID<Plan>
        let status: SubscriptionStatus, period: BillingPeriod
        let startedAt: Date, endsAt: Date?
        let next: ID<Plan>?
        let version: Int
    }

    struct Change: Sendable {
        let id: ID<Change>
        let what: String
        let before: String?, plan: String
        /// The member or the operator; nil where it was the calendar.
        let who: String?
        let reason: String?
        let at: Date
    }

    struct Override: Sendable {
        let id: ID<Override>
        let kind: String, name: String
        let reason: String
        let until: Date?
        /// Of an operator who is still known.
        let by: String?
        let isOver: Bool
        /// Of a feature.
        let isOn: Bool?
        /// Of a limit; nil: without one.
        let terms: LimitTerms?
    }

    /// One round trip.
    /// - Throws: `PageError.notFound`.
    func of(_ id: ID<Business>) async throws -> Found {
        let (business, current, changes, overrides, plans) = try await scope.db.fetch(
            Query<Business?>.first("select \(Business.columns) from businesses b where b.id = \(id)", as: Business.init(row:)),
            current(id), changes(id), overrides(id),
            Query<[Plan]>.rows("select \(Plan.columns) from plans p order by p.position, p.plan_name, p.id", as: Plan.init(row:)))
        guard let business, let current else { throw PageError.notFound }
        return Found(business: business, current: current, changes: changes, overrides: overrides, plans: plans)
    }

    private func current(_ id: ID<Business>) -> Query<Current?> {
        .first("""
            select plan_id, status, period, started_at, ends_at, next_plan_id, version from subscriptions where business_id = \(id)
            """) { row in
            Current(
                plan: try row.next(), status: SubscriptionStatus(rawValue: try row.next(String.self)) ?? .active, period: try row.next(),
                startedAt: try row.next(), endsAt: try row.next(), next: try row.next(), version: Int(try row.next(Int32.self)))
        }
    }

    private func changes(_ id: ID<Business>) -> Query<[Change]> {
        .rows("""
            select c.id, c.what, f.plan_name, t.plan_name, coalesce(o.name, u.name), c.reason, c.created_at
              from subscription_changes c join plans t on t.id = c.to_plan left join plans f on f.id = c.from_plan
              left join operators o on o.id = c.operator_id
              left join members m on m.business_id = c.business_id and m.id = c.member_id left join users u on u.id = m.user_id
             where c.business_id = \(id) order by c.created_at desc, c.id desc limit 50
            """, as: Change.init(id:what:before:plan:who:reason:at:))
    }

    private func overrides(_ id: ID<Business>) -> Query<[Override]> {
        .rows("""
            select v.id, v.kind, v.name, v.reason, v.until, o.name, coalesce(v.until <= now(), false),
                   case when v.kind = 'feature' then v.value end, case when v.kind = 'limit' then nullif(v.value, 'null') end
              from overrides v left join operators o on o.id = v.operator_id
             where v.business_id = \(id) order by v.kind, v.name
            """) { row in
            Override(
                id: try row.next(), kind: try row.next(), name: try row.next(), reason: try row.next(), until: try row.next(), by: try row.next(),
                isOver: try row.next(), isOn: try row.next(JSON<Bool>?.self)?.value, terms: try row.next(JSON<LimitTerms>?.self)?.value)
        }
    }
}
