import FoundationEssentials
import Platform

/// What is sold, as operators see and change it. Every change is noted with the operator's name in the statement that makes it,
/// and nodes forget what they remember of everybody's plan.
struct Plans: Sendable {
    let scope: OperatorScope

    /// A plan, and who has it.
    struct Offer: Sendable {
        let plan: Plan
        /// How many businesses have it, by the status of their subscription, as `SubscriptionStatus` lists them.
        let holders: [Int]
        /// Whether a subscription refers to it, or ever did.
        let isUsed: Bool
        let updatedAt: Date

        init(row: inout Row) throws {
            plan = try Plan(row: &row)
            holders = try row.next()
            isUsed = try row.next()
            updatedAt = try row.next()
        }
    }

    private static let columns: SQL = """
        \(Plan.columns),
        array(select count(s.plan_id) from unnest('{trialing,active,past_due,cancelled}'::text[]) with ordinality as w (status, place)
                left join subscriptions s on s.plan_id = p.id and s.status = w.status group by w.place order by w.place),
        exists (select from subscriptions s where p.id in (s.plan_id, s.next_plan_id))
            or exists (select from subscription_changes c where p.id in (c.from_plan, c.to_plan)),
        p.updated_at
        """

    /// In the order in which they are offered, also those that are not sold any more.
    func all() async throws -> [Offer] {
        try await scope.db.rows("select \(Self.columns) from plans p order by p.position, p.plan_name, p.id", as: Offer.init(row:))
    }

    /// - Throws: `PageError.notFound`.
    func one(_ id: ID<Plan>) async throws -> Offer {
        guard let offer = try await scope.db.first("select \(Self.columns) from plans p where p.id = \(id)", as: Offer.init(row:))
        else { throw PageError.notFound }
        return offer
    }

    /// Adds one, after all others.
    /// - Returns: whether it was added: not where another has its code.
    func add(_ plan: Plan) async throws -> Bool {
        try await change("plan.created", """
            insert into plans (id, code, plan_name, summary, currency, price_month, price_year, features, limits, trial_days, support, flags,
                               retention_days, position)
            select \(plan.id), \(plan.code), \(plan.name), \(plan.summary), \(plan.currency.rawValue), \(plan.monthly), \(plan.yearly),
                   \(JSON(plan.features)), \(JSON(plan.limits)), \(plan.trialDays), \(plan.support.rawValue), \(plan.flags), \(plan.retentionDays),
                   coalesce((select max(position) from plans), 0) + 1
            on conflict do nothing
            """)
    }

    /// - Returns: whether it still had its version.
    func save(_ plan: Plan) async throws -> Bool {
        try await change("plan.changed", """
            update plans
               set plan_name = \(plan.name), summary = \(plan.summary), currency = \(plan.currency.rawValue), price_month = \(plan.monthly),
                   price_year = \(plan.yearly), features = \(JSON(plan.features)), limits = \(JSON(plan.limits)), trial_days = \(plan.trialDays),
                   support = \(plan.support.rawValue), flags = \(plan.flags), retention_days = \(plan.retentionDays),
                   version = version + 1, updated_at = now()
             where id = \(plan.id) and version = \(plan.version)
            """)
    }

    /// Sells it no more; who has it keeps it. The default cannot be retired.
    func retire(_ id: ID<Plan>) async throws -> Bool {
        try await change("plan.retired", """
            update plans set retired_at = now(), is_popular = false, version = version + 1, updated_at = now()
             where id = \(id) and retired_at is null and not is_default
            """)
    }

    func offer(_ id: ID<Plan>) async throws -> Bool {
        try await change("plan.offered", """
            update plans set retired_at = null, version = version + 1, updated_at = now() where id = \(id) and retired_at is not null
            """)
    }

    /// - Returns: whether it is gone: not where a subscription refers to it, or ever did.
    func delete(_ id: ID<Plan>) async throws -> Bool {
        try await change("plan.deleted", """
            delete from plans
             where plans.id = \(id) and not is_default
               and not exists (select from subscriptions s where plans.id in (s.plan_id, s.next_plan_id))
               and not exists (select from subscription_changes c where plans.id in (c.from_plan, c.to_plan))
            """)
    }

    /// One place up or down the list.
    func move(_ id: ID<Plan>, up: Bool) async throws -> Bool {
        try await change("plan.moved", """
            update plans set position = moved.place
              from (select o.id, case when o.id = \(id) then o.place + \(up ? -1 : 1)
                                      when o.place = m.place + \(up ? -1 : 1) then m.place else o.place end as place
                      from (select id, row_number() over (order by position, plan_name, id) as place from plans) as o,
                           (select id, row_number() over (order by position, plan_name, id) as place from plans) as m
                     where m.id = \(id)) as moved
             where plans.id = moved.id and plans.position <> moved.place
            """, on: id)
    }

    /// What a new business has from now on, and what follows a trial. Nobody has chosen it, so it costs nothing.
    func makeDefault(_ id: ID<Plan>) async throws -> Bool {
        try await distinguish(id, "is_default", "plan.default", where: "coalesce(price_month, 0) = 0 and coalesce(price_year, 0) = 0")
    }

    func makePopular(_ id: ID<Plan>) async throws -> Bool { try await distinguish(id, "is_popular", "plan.popular", where: "true") }

    /// Marks it instead of whichever was; there is one such at most. A plan that is not sold cannot be.
    private func distinguish(_ id: ID<Plan>, _ mark: SQL, _ action: String, where condition: SQL) async throws -> Bool {
        try await scope.db.transaction { db in
            // Who retires, prices or marks a plan at this moment comes before or after: the mark is never taken from one and given to none.
            try await db.execute("lock table plans in share row exclusive mode")
            let can = try await db.value(
                "select exists (select from plans where id = \(id) and retired_at is null and not \(mark) and \(condition))", of: Bool.self)
            guard can else { return false }
            try await db.execute("update plans set \(mark) = false, version = version + 1, updated_at = now() where \(mark)")
            return try await db.write(noted(action, "update plans set \(mark) = true, version = version + 1, updated_at = now() where id = \(id)")) > 0
        }
    }

    private func change(_ action: String, _ statement: SQL, on id: ID<Plan>? = nil) async throws -> Bool {
        try await scope.db.write(noted(action, statement, on: id)) > 0
    }

    /// - Parameter id: what is noted, where several rows change.
    private func noted(_ action: String, _ statement: SQL, on id: ID<Plan>? = nil) -> Query<Int> {
        .value("""
            with changed as (\(statement) returning plans.id),
            noted as (
                insert into operator_actions (id, operator_id, action, subject_id)
                select \(ID<Operator>()), \(scope.operatorID), \(action), coalesce(\(id), changed.id) from changed limit 1)
            select count(*) from changed
            """)
    }
}
