public import FoundationEssentials
public import Postgres

/// What is sold to businesses.
public struct Plan: Sendable, Equatable {
    public let id: ID<Plan>
    /// In lower case, such as `pro`.
    public var code: String
    public var name: String
    public var summary: String
    public var currency: Currency
    /// In minor units; nil where it is not sold by the month, or by the year.
    public var monthly: Int64?, yearly: Int64?
    /// By the feature's name; `*` speaks for those that are not named.
    public var features: [String: Bool]
    /// By the limit's name. What is not in it, or is null, has no limit.
    public var limits: [String: LimitTerms?]
    /// For how many days it costs nothing; 0 for one without a trial.
    public var trialDays: Int
    public var support: SupportLevel
    /// What else it comes with, such as `on_premise`.
    public var flags: [String]
    /// For how many days it keeps what it does not need; nil: for ever.
    public var retentionDays: Int?
    /// Where it stands among the others, the smallest first.
    public var position: Int
    /// What a new business has, and what follows a trial; there is one such.
    public var isDefault: Bool
    public var isPopular: Bool
    /// Since when it is not sold any more; who has it keeps it.
    public var retiredAt: Date?
    public var version: Int

    /// Characters, at most.
    public static let longestName = 60, longestSummary = 300
    /// What a price may be, in minor units.
    public static let prices = 0...1_000_000_000_000
    /// For how many days it may cost nothing, and keep what it does not need.
    public static let trials = 0...365, retentions = 1...36_500
    public static let mostFlags = 20

    /// Whether a text can be a plan's code, or one of its flags.
    public static func isWord(_ text: String) -> Bool { text.wholeMatch(of: /[a-z][a-z0-9_]{0,39}/) != nil }

    /// What plans are read from, of a row that goes by the name of `p`.
    public static let columns: SQL = """
        p.id, p.code, p.plan_name, p.summary, p.currency, p.price_month, p.price_year, p.features, p.limits, p.trial_days, p.support,
        p.flags, p.retention_days, p.position, p.is_default, p.is_popular, p.retired_at, p.version
        """

    /// Reads `columns`.
    public init(row: inout Row) throws {
        id = try row.next()
        code = try row.next()
        name = try row.next()
        summary = try row.next()
        currency = Currency(rawValue: try row.next(String.self)) ?? .usd
        monthly = try row.next()
        yearly = try row.next()
        features = try row.next(JSON<[String: Bool]>.self).value
        limits = try row.next(JSON<[String: LimitTerms?]>.self).value
        trialDays = Int(try row.next(Int32.self))
        support = SupportLevel(rawValue: try row.next(String.self)) ?? .email
        flags = try row.next()
        retentionDays = try row.next(Int32?.self).map(Int.init)
        position = Int(try row.next(Int32.self))
        isDefault = try row.next()
        isPopular = try row.next()
        retiredAt = try row.next()
        version = Int(try row.next(Int32.self))
    }

    public init(code: String, name: String, currency: Currency = .usd) {
        id = ID()
        self.code = code
        self.name = name
        self.currency = currency
        (summary, features, limits, flags) = ("", ["*": true], [:], [])
        (monthly, yearly, retentionDays, retiredAt) = (nil, nil, nil, nil)
        (trialDays, support, position, isDefault, isPopular, version) = (0, .email, 0, false, false, 1)
    }

    /// In minor units; nil where it is not sold by that period.
    public func price(by period: BillingPeriod) -> Int64? { period == .month ? monthly : yearly }

    /// Whether it has a price at all, be that nothing; without one, only operators give it.
    public var isForSale: Bool { monthly != nil || yearly != nil }

    /// Whether there is something to pay.
    public var isPriced: Bool { (monthly ?? 0) > 0 || (yearly ?? 0) > 0 }

    /// Whether anybody can choose it, and pays nothing.
    public var isFree: Bool { isForSale && !isPriced }

    /// What a month of it costs, to tell what is up from what is down.
    var rank: Int64 { monthly ?? (yearly ?? 0) / 12 }

    public func grants(_ feature: Feature) -> Bool { features[feature.name] ?? features["*"] ?? false }
}

/// For how long one pays at a time.
public enum BillingPeriod: String, CaseIterable, Sendable, PostgresCodable {
    case month, year
}
