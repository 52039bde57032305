import FoundationEssentials
import Platform

/// What operators decide for one business alone. Each is noted with their name and reason in the statement that does it, and
/// the business sees in its own history what became of its plan.
struct Granting: Sendable {
    let scope: OperatorScope
    let business: ID<Business>

    /// Gives another plan, at once or when what there is ends.
    /// - Parameter version: of the subscription that was looked at.
    /// - Returns: whether it still had that version, and, for what ends, an end.
    func give(_ plan: Plan, by period: BillingPeriod, atOnce: Bool, because reason: String, version: Int) async throws -> Bool {
        let isPriced = plan.isPriced
        let set: SQL = atOnce
            ? """
            plan_id = \(plan.id), period = \(period), status = 'active', started_at = now(), next_plan_id = null, next_period = null,
            ends_at = case when not \(isPriced) then null when \(period.rawValue) = 'year' then now() + interval '1 year' else now() + interval '1 month' end
            """
            : "next_plan_id = \(plan.id), next_period = \(period)"
        return try await change(set, version: version, where: atOnce ? "true" : "ends_at > now()", became: plan.id, reason, "subscription.given")
    }

    /// Lets a trial go on for so many days more.
    func extendTrial(by days: Int, because reason: String, version: Int) async throws -> Bool {
        try await change(
            "status = 'trialing', ends_at = greatest(ends_at, now()) + make_interval(days => \(days)::integer)", version: version,
            where: "status = 'trialing'", became: nil, reason, "subscription.trial_extended")
    }

    /// Payments are noted by hand for now.
    func mark(_ status: SubscriptionStatus, because reason: String, version: Int) async throws -> Bool {
        try await change(
            "status = \(status.rawValue)", version: version, where: "status in ('active', 'past_due') and status <> \(status.rawValue)",
            became: nil, reason, "subscription.\(status.rawValue)", isTold: false)
    }

    private func change(
        _ set: SQL, version: Int, where condition: SQL, became plan: ID<Plan>?, _ reason: String, _ action: String, isTold: Bool = true
    ) async throws -> Bool {
        try await scope.db.write(Query<Int>.value("""
            with was as (select plan_id from subscriptions where business_id = \(business)),
            saved as (
                update subscriptions set \(set), version = version + 1, updated_at = now()
                 where business_id = \(business) and version = \(version) and \(condition) returning plan_id, period),
            told as (
                insert into subscription_changes (business_id, id, what, from_plan, to_plan, period, operator_id, reason)
                select \(business), \(ID<Subscription>()), 'given', was.plan_id, coalesce(\(plan), saved.plan_id), saved.period,
                       \(scope.operatorID), \(reason) from saved, was where \(isTold)),
            noted as (
                insert into operator_actions (id, operator_id, action, subject_id, reason)
                select \(ID<Operator>()), \(scope.operatorID), \(action), \(business), \(reason) from saved)
            select count(*) from saved
            """)) > 0
    }

    /// Decides about a feature or a limit, instead of the plan and of what was decided before.
    /// - Parameter value: as in the plan.
    func override(_ kind: String, _ name: String, _ value: JSON<OverrideValue>, because reason: String, until: Date?) async throws {
        try await scope.db.execute("""
            with saved as (
                insert into overrides as v (business_id, id, kind, name, value, reason, until, operator_id)
                select b.id, \(ID<Standings.Override>()), \(kind), \(name), \(value), \(reason), \(until), \(scope.operatorID)
                  from businesses b where b.id = \(business)
                on conflict (business_id, kind, name) do update
                   set value = excluded.value, reason = excluded.reason, until = excluded.until, operator_id = excluded.operator_id, created_at = now()
                returning v.business_id)
            insert into operator_actions (id, operator_id, action, subject_id, reason)
            select \(ID<Operator>()), \(scope.operatorID), 'override.set', business_id, \("\(kind) \(name): \(reason)") from saved
            """)
    }

    /// - Returns: whether it was there.
    func remove(_ id: ID<Standings.Override>) async throws -> Bool {
        try await scope.db.execute("""
            with gone as (delete from overrides where business_id = \(business) and id = \(id) returning kind, name)
            insert into operator_actions (id, operator_id, action, subject_id, reason)
            select \(ID<Operator>()), \(scope.operatorID), 'override.removed', \(business), kind || ' ' || name from gone
            """) > 0
    }
}

/// What an override says: whether a feature is on, or how much a limit allows.
enum OverrideValue: Codable, Sendable {
    case feature(Bool)
    case limit(LimitTerms?)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .limit(nil)
        } else if let isOn = try? container.decode(Bool.self) { // anything else is terms, or says what is wrong with it
            self = .feature(isOn)
        } else {
            self = .limit(try container.decode(LimitTerms.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .feature(let isOn): try container.encode(isOn)
        case .limit(let terms?): try container.encode(terms)
        case .limit(nil): try container.encodeNil()
        }
    }
}
