public import FoundationEssentials

/// A tenant: a company that uses Kontor. As the parameter of `Database<Business>` it is also
/// the reach of a database that sees this one business and no other.
public struct Business: Sendable, Equatable {
    public let id: ID<Business>
    public let name: String
    public let status: Status
    /// nil: each member's own, or what their browser asks for.
    public let language: Language?
    public let currency: Currency
    public let timeZone: TimeZone
    /// The brand's hue in degrees of the oklch colour circle, 0 to 359.
    public let hue: Int
    /// Features it has switched off itself.
    public let featuresOff: Set<Feature>
    /// What its plan gives it.
    public let entitlement: Entitlement
    /// The fields it added to its records.
    public let customFields: CustomFields
    /// What it decided about who sees which records and fields.
    public let accessRules: AccessRules

    public enum Status: Sendable, Equatable {
        case active
        case suspended(reason: String, since: Date)
    }

    public init(
        id: ID<Business>, name: String, status: Status = .active, language: Language? = nil,
        currency: Currency, timeZone: TimeZone, hue: Int, featuresOff: Set<Feature> = [], entitlement: Entitlement = .everything,
        customFields: CustomFields = .none, accessRules: AccessRules = .none
    ) {
        self.id = id
        self.name = name
        self.status = status
        self.language = language
        self.currency = currency
        self.timeZone = timeZone
        self.hue = hue
        self.featuresOff = featuresOff
        self.entitlement = entitlement
        self.customFields = customFields
        self.accessRules = accessRules
    }

    public func has(_ feature: Feature) -> Bool { switchRefusal(of: feature) == nil }

    /// The link between `User` and `Module` of the chain that refuses everybody of this business; nil when none does.
    public func refusal(of feature: Feature?) -> Refusal? {
        if case .suspended(let reason, _) = status { return .subscription(reason: reason) }
        return feature.flatMap(switchRefusal)
    }

    private func switchRefusal(of feature: Feature) -> Refusal? {
        let module = feature.module
        if !entitlement.grants(module) || !entitlement.grants(feature) { return .plan(feature, plan: entitlement.name) }
        return featuresOff.contains(module) || featuresOff.contains(feature) ? .feature(feature) : nil
    }
}

/// A person's seat in one business.
public struct Member: Sendable, Equatable {
    public let id: ID<Member>
    public let user: ID<User>
    public let name: String
    public let email: String
    /// Of a role the business made itself: the rung it stands on.
    public let role: Role
    /// The role the business made for such members; nil for one of the ladder.
    public let customRole: CustomRole?
    /// The language this person chose, if any.
    public let language: Language?
    /// All who are in a team with this member; empty for one who is in none.
    public let teammates: [ID<Member>]

    public init(
        id: ID<Member>, user: ID<User>, name: String, email: String, role: Role, customRole: CustomRole? = nil, language: Language?,
        teammates: [ID<Member>] = []
    ) {
        self.id = id
        self.user = user
        self.name = name
        self.email = email
        self.role = role
        self.customRole = customRole
        self.language = language
        self.teammates = teammates
    }
}

/// A person with an account; has a seat (`Member`) in one business or several.
public enum User {}
