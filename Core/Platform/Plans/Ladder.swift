public import FoundationEssentials
public import Postgres

/// Plans that are sold together, the smallest first, as a file of JSON holds them:
///
///     {"plans": [{"code": "trial", "name": "Trial", "features": {"*": true, "ai.anomaly.full": false},
///                 "limits": {"ai.predictions": {"most": 100, "per": "day"}}, "retention_days": 30, "default": true}]}
///
/// Only `code` and `name` must be there. Prices are in minor units; a plan without features has all of them.
public struct Ladder: Sendable, Decodable {
    public let plans: [Rung]

    /// One plan of the file.
    public struct Rung: Sendable, Decodable {
        public let code: String, name: String
        let summary: String?, currency: String?
        let priceMonth: Int64?, priceYear: Int64?
        let features: [String: Bool]?
        let limits: [String: LimitTerms?]?
        let trialDays: Int32?, retentionDays: Int32?
        let support: SupportLevel?
        let flags: [String]?
        let `default`: Bool?, popular: Bool?
    }

    /// - Parameter json: the file.
    /// - Throws: `Mistake`, with the plan and what to mend.
    public init(json: Data) throws(Mistake) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            self = try decoder.decode(Ladder.self, from: json)
        } catch let DecodingError.keyNotFound(key, context) {
            throw Mistake("\(Self.place(context.codingPath)): \"\(key.stringValue)\" is missing.")
        } catch let DecodingError.typeMismatch(_, context) {
            throw Mistake("\(Self.place(context.codingPath)) is of another kind than it should be.")
        } catch let DecodingError.dataCorrupted(context) {
            throw Mistake(context.codingPath.isEmpty ? "This is no JSON." : "\(Self.place(context.codingPath)) is none of the values it may have.")
        } catch {
            throw Mistake("This is no ladder of plans: \(error).")
        }
        try check()
    }

    /// What cannot be loaded, in a sentence.
    public struct Mistake: Error, Equatable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = description }
    }

    private static func place(_ path: [any CodingKey]) -> String {
        path.map { $0.intValue.map { "plan \($0 + 1)" } ?? $0.stringValue }.joined(separator: ", ")
    }

    private func check() throws(Mistake) {
        guard !plans.isEmpty else { throw Mistake("There is no plan in it.") }
        for plan in plans {
            guard plan.code.wholeMatch(of: /[a-z][a-z0-9_]{0,39}/) != nil else {
                throw Mistake("The code \"\(plan.code)\" must be lower-case letters, digits and underscores, and begin with a letter.")
            }
            guard (1...60).contains(plan.name.unicodeScalars.count) else { throw Mistake("\(plan.code): a name has 1 to 60 characters.") }
            if let currency = plan.currency, Currency(rawValue: currency) == nil {
                throw Mistake("\(plan.code): \"\(currency)\" is no currency; write one like USD.")
            }
            for case let (name, terms?) in plan.limits ?? [:] where terms.most < 0 || (terms.grace ?? 0) < 0 {
                throw Mistake("\(plan.code): the limit \"\(name)\" cannot be less than nothing.")
            }
            guard (plan.priceMonth ?? 0) >= 0, (plan.priceYear ?? 0) >= 0 else { throw Mistake("\(plan.code): a price cannot be less than nothing.") }
            guard (0...365).contains(plan.trialDays ?? 0) else { throw Mistake("\(plan.code): a trial lasts 0 to 365 days.") }
            guard (plan.retentionDays ?? 1) > 0 else { throw Mistake("\(plan.code): retention is 1 day or more.") }
        }
        guard Set(plans.map(\.code)).count == plans.count else { throw Mistake("Two plans have the same code.") }
        guard plans.count(where: { $0.default == true }) < 2 else { throw Mistake("Only one plan can be the default.") }
        guard plans.count(where: { $0.popular == true }) < 2 else { throw Mistake("Only one plan can be the most popular.") }
    }

    /// Stores the plans, those of a known code over what they were; who has one has it in its new shape at once.
    /// - Parameters:
    ///   - retiringOthers: whether nothing else is sold any more; who has such a plan keeps it.
    ///   - owner: of the login that owns the schema.
    /// - Throws: `Mistake` where nothing would be left for a new business to begin with; then nothing has changed.
    public func load(through owner: ConnectionPool, retiringOthers: Bool = false) async throws {
        try await owner.transaction { transaction in
            if plans.contains(where: { $0.default == true }) { try await transaction.run(.execute("update plans set is_default = false where is_default")) }
            if plans.contains(where: { $0.popular == true }) { try await transaction.run(.execute("update plans set is_popular = false where is_popular")) }
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
        }
    }
}

extension Ladder.Rung {
    fileprivate func storing(at place: Int) -> SQL {
        """
        insert into plans (id, code, plan_name, summary, currency, price_month, price_year, features, limits, trial_days, support, flags,
                           retention_days, position, is_default, is_popular)
        values (\(ID<Plan>()), \(code), \(name), \(summary ?? ""), \(currency ?? "USD"), \(priceMonth), \(priceYear),
                \(JSON(features ?? ["*": true])), \(JSON(limits ?? [:])), \(trialDays ?? 0), \((support ?? .email).rawValue), \(flags ?? []),
                \(retentionDays), \(Int32(place)), \(self.default ?? false), \(popular ?? false))
        on conflict (code) do update set
            plan_name = excluded.plan_name, summary = excluded.summary, currency = excluded.currency, price_month = excluded.price_month,
            price_year = excluded.price_year, features = excluded.features, limits = excluded.limits, trial_days = excluded.trial_days,
            support = excluded.support, flags = excluded.flags, retention_days = excluded.retention_days, position = excluded.position,
            is_default = excluded.is_default or plans.is_default, is_popular = excluded.is_popular or plans.is_popular,
            retired_at = null, version = plans.version + 1, updated_at = now()
        """
    }
}
