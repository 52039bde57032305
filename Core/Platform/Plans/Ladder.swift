public import FoundationEssentials
public import Postgres

/// Plans that are sold together, the smallest first, as a file of JSON holds them:
///
///     {"plans": [{"code": "trial", "name": "Trial", "features": {"*": true, "ai.anomaly.full": false},
///                 "limits": {"ai.predictions": {"most": 100, "per": "day"}}, "retention_days": 30, "default": true}]}
///
/// Only `code` and `name` must be there. Prices are in minor units, and a plan without any is not for sale: operators give it. A plan
/// without features has all of them.
public struct Ladder: Sendable {
    public let plans: [Rung]

    /// One plan of the file.
    public struct Rung: Sendable {
        public let code: String, name: String
        let summary: String, currency: Currency
        let priceMonth: Int64?, priceYear: Int64?
        let features: [String: Bool]
        let limits: [String: LimitTerms?]
        let trialDays: Int32, retentionDays: Int32?
        let support: SupportLevel
        let flags: [String]
        let isDefault: Bool, isPopular: Bool
    }

    /// What cannot be loaded, in a sentence.
    public struct Mistake: Error, Equatable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = description }
    }

    /// - Parameter json: the file.
    /// - Throws: `Mistake`, with the plan and what to mend.
    public init(json: Data) throws(Mistake) {
        let file: JSONValue
        do throws(JSONProblem) {
            file = try JSONValue(reading: Array(json))
        } catch {
            throw Mistake("This is no JSON: \(error).")
        }
        let entry = try LadderEntry(file, at: "The file", knowing: ["plans"])
        guard let values = entry["plans"]?.array else { throw Mistake("\"plans\" is of another kind than it should be: a list.") }
        var plans: [Rung] = []
        for (place, value) in values.enumerated() { plans.append(try Rung(reading: value, at: "plan \(place + 1)")) }
        self.plans = plans
        try check()
    }

    private func check() throws(Mistake) {
        guard !plans.isEmpty else { throw Mistake("There is no plan in it.") }
        guard Set(plans.map(\.code)).count == plans.count else { throw Mistake("Two plans have the same code.") }
        guard plans.count(where: \.isDefault) < 2 else { throw Mistake("Only one plan can be the default.") }
        guard plans.count(where: \.isPopular) < 2 else { throw Mistake("Only one plan can be the most popular.") }
        for plan in plans where plan.isDefault && (plan.priceMonth ?? 0) + (plan.priceYear ?? 0) > 0 {
            throw Mistake("\(plan.code): the default is what nobody has chosen, so it cannot have a price.")
        }
        try check(Limit.platform)
    }

    /// What happens is counted by a period, what there is as it stands.
    private func check(_ known: [Limit]) throws(Mistake) {
        for plan in plans {
            for limit in known {
                guard let terms = plan.limits[limit.name] ?? nil else { continue }
                if limit.isStanding, terms.per != nil { throw Mistake("\(plan.code): the limit \"\(limit)\" is of what there is, and has no \"per\".") }
                if !limit.isStanding, terms.per == nil { throw Mistake("\(plan.code): the limit \"\(limit)\" needs a \"per\": \"day\" or \"month\".") }
            }
        }
    }

    /// Checks it against what is installed.
    /// - Returns: a sentence for each name that nothing installed goes by (it may be a module's that comes later, or a slip), and
    ///   for each plan that nobody can choose.
    /// - Throws: `Mistake`, where a limit is not counted as its module counts it.
    public func check(against registry: Registry) throws(Mistake) -> [String] {
        try check(registry.limits)
        let features = Set(["*", Feature.api.name] + registry.modules.flatMap { [$0.feature.name] + $0.features.map(\.name) })
        let limits = Set(registry.limits.map(\.name) + registry.modules.flatMap { module in module.records.map { "\(module.id).\($0.table)" } })
        return plans.flatMap { plan in
            plan.features.keys.filter { !features.contains($0) }.sorted().map { "\(plan.code): nothing installed has the feature \"\($0)\"." }
                + (plan.priceMonth == nil && plan.priceYear == nil && !plan.isDefault ? ["\(plan.code): it has no price, so nobody can choose it; operators can give it."] : [])
                + plan.limits.keys.filter { !limits.contains($0) }.sorted().map { "\(plan.code): nothing installed counts \"\($0)\"." }
        }
    }

    /// Stores the plans, those of a known code over what they were; who has one has it in its new shape at once.
    /// - Parameters:
    ///   - retiringOthers: whether nothing else is sold any more; who has such a plan keeps it.
    ///   - owner: of the login that owns the schema.
    /// - Throws: `Mistake` where nothing would be left for a new business to begin with; then nothing has changed.
    public func load(through owner: ConnectionPool, retiringOthers: Bool = false) async throws {
        try await owner.transaction { transaction in
            try await transaction.run(.execute("lock table plans in share row exclusive mode")) // who marks or retires one comes before or after
            if plans.contains(where: \.isDefault) { try await transaction.run(.execute("update plans set is_default = false where is_default")) }
            if plans.contains(where: \.isPopular) { try await transaction.run(.execute("update plans set is_popular = false where is_popular")) }
            for (place, plan) in plans.enumerated() { try await transaction.run(.execute(plan.storing(at: place + 1))) }
            if retiringOthers {
                try await transaction.run(.execute("""
                    update plans set retired_at = now(), is_default = false, is_popular = false, updated_at = now(), version = version + 1
                     where retired_at is null and code <> all(\(plans.map(\.code)))
                    """))
            }
            guard try await transaction.run(Query<Bool>.value("select exists (select from plans where is_default)")) else {
                throw Mistake("No plan would be the default. Give one \"default\": true.")
            }
            let codes = plans.map(\.code)
            guard try await !transaction.run(Query<Bool>.value("""
                select exists (select from plans where is_default and code = any(\(codes)) and greatest(price_month, price_year) > 0)
                """))
            else { throw Mistake("The plan that new businesses get would have a price. Give another one \"default\": true.") }
        }
    }
}

extension Ladder.Rung {
    fileprivate func storing(at place: Int) -> SQL {
        """
        insert into plans (id, code, plan_name, summary, currency, price_month, price_year, features, limits, trial_days, support, flags,
                           retention_days, position, is_default, is_popular)
        values (\(ID<Plan>()), \(code), \(name), \(summary), \(currency.rawValue), \(priceMonth), \(priceYear),
                \(JSON(features)), \(JSON(limits)), \(trialDays), \(support.rawValue), \(flags),
                \(retentionDays), \(Int32(place)), \(isDefault), \(isPopular))
        on conflict (code) do update set
            plan_name = excluded.plan_name, summary = excluded.summary, currency = excluded.currency, price_month = excluded.price_month,
            price_year = excluded.price_year, features = excluded.features, limits = excluded.limits, trial_days = excluded.trial_days,
            support = excluded.support, flags = excluded.flags, retention_days = excluded.retention_days, position = excluded.position,
            is_default = excluded.is_default or plans.is_default, is_popular = excluded.is_popular or plans.is_popular,
            retired_at = null, version = plans.version + 1, updated_at = now()
        """
    }
}
