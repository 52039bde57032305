import Platform

/// Whom a change of a plan concerns, before it is made.
struct PlanEffects: Sendable {
    let registry: Registry
    let scope: OperatorScope

    struct Holder: Sendable { let id: ID<Business>, name: String }

    /// Businesses that keep more of something than a lowered limit allows.
    struct Excess: Sendable {
        let limit: PlanLimit
        /// `most` at most.
        let count: Int
        let first: [Holder]
    }

    /// Holders and excesses are counted this far.
    static let most = 10_000

    struct Found: Sendable {
        let count: Int
        /// The oldest few.
        let holders: [Holder]
        let excesses: [Excess]
    }

    /// One round trip.
    func found(from before: Plan, to after: Plan) async throws -> Found {
        let lowered = lowered(before, after)
        let (count, holders, excesses) = try await scope.db.fetch(count(before.id), holders(before.id), excesses(before.id, after, lowered))
        return Found(count: count, holders: holders, excesses: excesses.compactMap { excess in
            lowered.first { $0.name == excess.name }.map { limit in
                Excess(limit: limit, count: excess.count, first: zip(excess.ids, excess.names).map(Holder.init(id:name:)))
            }
        })
    }

    private func lowered(_ before: Plan, _ after: Plan) -> [PlanLimit] {
        PlanLimit.all(registry).filter { limit in
            guard let terms = after.limits[limit.name] ?? nil else { return false }
            let now = before.limits[limit.name] ?? nil
            return now.map { terms.ceiling < $0.ceiling || terms.per != $0.per } ?? true
        }
    }

    private func count(_ plan: ID<Plan>) -> Query<Int> {
        .value("select count(*) from (select from subscriptions where plan_id = \(plan) limit \(Self.most + 1)) as counted")
    }

    private func holders(_ plan: ID<Plan>) -> Query<[Holder]> {
        .rows("""
            select b.id, b.name from subscriptions s join businesses b on b.id = s.business_id
             where s.plan_id = \(plan) order by b.created_at, b.id limit 5
            """, as: Holder.init(id:name:))
    }

    /// Who has an override for the limit is not concerned by the plan's.
    private func excesses(_ plan: ID<Plan>, _ after: Plan, _ lowered: [PlanLimit]) -> Query<[Excessive]> {
        let terms = lowered.map { after.limits[$0.name] ?? nil }
        return .rows("""
            with terms as (
                select * from unnest(\(lowered.map(\.name)), \(terms.map { $0?.ceiling ?? 0 }), \(terms.map { $0?.per?.rawValue ?? "month" }),
                                     \(lowered.map { $0.record ?? "" })) as t (name, most, per, record)),
            exceeding as (
                select t.name, u.business_id from terms t
                  join usage u on t.record = '' and u.name = t.name and u.per in ('ever', t.per) and u.used > t.most
                   and u.since in ('-infinity', (now() at time zone 'utc')::date, date_trunc('month', now() at time zone 'utc')::date)
                  join subscriptions s on s.business_id = u.business_id and s.plan_id = \(plan)
                union
                select t.name, r.business_id from terms t join record_tallies r on r.record = t.record
                  join subscriptions s on s.business_id = r.business_id and s.plan_id = \(plan)
                 group by t.name, t.most, r.business_id having sum(r.difference) > t.most),
            concerned as (
                select o.name, b.id, b.name as business from exceeding o join businesses b on b.id = o.business_id
                 where not exists (select from overrides v where v.business_id = b.id and v.kind = 'limit' and v.name = o.name
                                      and (v.until is null or v.until > now()))
                 limit \(Self.most + 1))
            select name, count(*), (array_agg(id order by business, id))[1:5], (array_agg(business order by business, id))[1:5]
              from concerned group by name order by name
            """, as: Excessive.init(name:count:ids:names:))
    }

    private struct Excessive: Sendable {
        let name: String, count: Int
        let ids: [ID<Business>], names: [String]
    }
}
