public import FoundationEssentials
import Postgres

/// The subscription of one business.
public struct Subscriptions: Sendable {
    let scope: Scope

    public init(in scope: Scope) { self.scope = scope }

    /// What there is now, as it is stored (a trial that is over may not have been written down yet), and what is sold: the
    /// smallest plan first, the business's own among them also where it is not sold any more. One round trip.
    public func current() async throws -> (Subscription, offers: [Plan]) { try await read("") }

    /// Changes it by its own rules, which see what is stored at this moment; notes who did it.
    /// - Throws: `PageError.notFound` where nothing of that code is sold; `SubscriptionError`.
    public func change(
        to code: String, _ rule: @Sendable (inout Subscription, Plan) throws -> Subscription.Change
    ) async throws -> (Subscription, Subscription.Change) {
        try await scope.transaction { scope in
            let here = Subscriptions(in: scope)
            let (before, offers) = try await here.read("for update of s")
            guard let wish = offers.first(where: { $0.code == code }) else { throw PageError.notFound }
            var after = before
            let change = try rule(&after, wish)
            try await here.save(after, change, from: before)
            return (after, change)
        }
    }

    /// What became of it, the newest first; fifty at most.
    public func changes() async throws -> [SubscriptionChange] {
        try await scope.db.rows("""
            select c.id, c.what, f.plan_name, t.plan_name, u.name, c.created_at
              from subscription_changes c join plans t on t.id = c.to_plan left join plans f on f.id = c.from_plan
              left join lateral (select w.name from colleagues w where w.id = c.member_id) u on true
             order by c.created_at desc, c.id desc limit 50
            """, as: SubscriptionChange.init(row:))
    }

    private func read(_ lock: SQL) async throws -> (Subscription, [Plan]) {
        let (found, plans) = try await scope.db.fetch(
            Query.first("""
                select s.plan_id, s.status, s.period, s.started_at, s.ends_at, s.next_plan_id, s.next_period,
                       not exists (select from subscription_changes c where c.business_id = s.business_id and c.what = 'started')
                  from subscriptions s where s.business_id = \(scope.business.id) \(lock)
                """, as: Found.init(row:)),
            Query.rows("select \(Plan.columns) from plans p order by p.position, p.plan_name, p.id", as: Plan.init(row:)))
        guard let found, let subscription = found.subscription(plans) else { throw PageError.notFound }
        return (subscription, plans.filter { $0.retiredAt == nil || $0.id == subscription.plan.id })
    }

    private func save(_ after: Subscription, _ change: Subscription.Change, from before: Subscription) async throws {
        let what = after.status == .trialing && before.status != .trialing ? "started" : change.rawValue
        try await scope.db.write(
            Query.execute("""
                update subscriptions set plan_id = \(after.plan.id), status = \(after.status.rawValue), period = \(after.period),
                       started_at = \(after.startedAt), ends_at = \(after.endsAt), next_plan_id = \(after.next?.id),
                       next_period = \(after.nextPeriod), version = version + 1, updated_at = now()
                 where business_id = \(scope.business.id)
                """),
            Query.execute("""
                insert into subscription_changes (id, what, from_plan, to_plan, period, member_id)
                values (\(ID<Subscription>()), \(what), \(before.plan.id), \((change == .chosen ? after.plan : after.next ?? after.plan).id),
                        \(after.period), \(scope.member.id))
                """))
    }
}

/// Something that became of a subscription.
public struct SubscriptionChange: Sendable {
    public let id: ID<SubscriptionChange>
    /// `started`, `chosen`, `scheduled`, `kept`, `cancelled`, `renewed`, `ended` or `given`.
    public let what: String
    /// The plans' names.
    public let before: String?, plan: String
    /// The member who did it; nil where it was an operator or the calendar.
    public let who: String?
    public let at: Date

    init(row: inout Row) throws {
        id = try row.next()
        what = try row.next()
        before = try row.next()
        plan = try row.next()
        who = try row.next()
        at = try row.next()
    }
}

private struct Found: Sendable {
    let plan: ID<Plan>
    let status: SubscriptionStatus, period: BillingPeriod
    let startedAt: Date, endsAt: Date?
    let next: ID<Plan>?, nextPeriod: BillingPeriod?
    let mayTry: Bool

    init(row: inout Row) throws {
        plan = try row.next()
        status = SubscriptionStatus(rawValue: try row.next(String.self)) ?? .active
        period = try row.next()
        startedAt = try row.next()
        endsAt = try row.next()
        next = try row.next()
        nextPeriod = try row.next()
        mayTry = try row.next()
    }

    func subscription(_ plans: [Plan]) -> Subscription? {
        guard let plan = plans.first(where: { $0.id == plan }) else { return nil }
        return Subscription(
            plan: plan, status: status, period: period, startedAt: startedAt, endsAt: endsAt,
            next: next.flatMap { id in plans.first { $0.id == id } }, nextPeriod: nextPeriod, mayTry: mayTry)
    }
}
