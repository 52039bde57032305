/// What a business has by its plan, under what operators decided for it alone.
public struct Entitlement: Sendable, Equatable, Codable {
    /// The plan's code, such as `pro`.
    public let plan: String
    /// What people call the plan.
    public let name: String
    public let status: SubscriptionStatus
    public let support: SupportLevel
    /// What else the plan comes with, such as `on_premise`.
    public let flags: Set<String>
    /// For how many days it keeps what it does not need; nil: for ever.
    public let retentionDays: Int?
    /// By the feature's name; `*` speaks for those that are not named.
    public let features: [String: Bool]
    /// By the limit's name. What is not in it, or is null, has no limit.
    public let limits: [String: LimitTerms?]

    enum CodingKeys: String, CodingKey {
        case plan, name, status, support, flags, features, limits
        case retentionDays = "retention_days"
    }

    public init(
        plan: String, name: String, status: SubscriptionStatus = .active, support: SupportLevel = .email, flags: Set<String> = [],
        retentionDays: Int? = nil, features: [String: Bool], limits: [String: LimitTerms?] = [:]
    ) {
        self.plan = plan
        self.name = name
        self.status = status
        self.support = support
        self.flags = flags
        self.retentionDays = retentionDays
        self.features = features
        self.limits = limits
    }

    /// All there is, without limits.
    public static let everything = Entitlement(plan: "", name: "", features: ["*": true])

    public func grants(_ feature: Feature) -> Bool { features[feature.name] ?? features["*"] ?? false }
}

/// How far a subscription has come. That a business is suspended is its own status.
public enum SubscriptionStatus: String, CaseIterable, Sendable, Codable {
    /// It costs nothing yet.
    case trialing
    case active
    /// The last payment failed.
    case pastDue = "past_due"
    /// It goes on to the end of what is paid.
    case cancelled
}

/// Who answers a business's questions, and how.
public enum SupportLevel: String, CaseIterable, Sendable, Codable {
    case email, priority, phone, dedicated
}

/// How much of something a plan allows. What operators write is in `amounts` and `graces`; what was stored before may be beyond them.
public struct LimitTerms: Sendable, Equatable, Codable {
    /// In the limit's own unit.
    public let most: Int
    /// When counting begins anew; nil for what is counted as it stands.
    public let per: LimitPeriod?
    /// By how many per cent it may be exceeded, with a warning; nil: not at all.
    public let grace: Int?

    /// What a limit may be: more than anybody has of anything, a petabyte of bytes.
    public static let amounts = 0...(1 << 50)
    /// By how many per cent it may be exceeded.
    public static let graces = 0...1_000

    public init(most: Int, per: LimitPeriod? = nil, grace: Int? = nil) {
        self.most = most
        self.per = per
        self.grace = grace
    }

    /// Beyond this, nothing is taken any more.
    public var ceiling: Int { Int(clamping: Int128(most) * (100 + Int128(grace ?? 0)) / 100) }
}

/// When counting begins anew, by the clock of UTC.
public enum LimitPeriod: String, CaseIterable, Sendable, Codable {
    case day, month
}
