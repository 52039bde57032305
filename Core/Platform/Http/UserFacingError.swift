public import HTTPTypes

/// An error that explains itself to whoever caused it. Any other error is logged in full and
/// shown as an apology with the request's id.
public protocol UserFacingError: Error {
    var status: HTTPResponse.Status { get }
    /// One sentence that says what is wrong and how to mend it.
    var message: Phrase { get }
}

/// What can be wrong with asking for a page.
public enum PageError: UserFacingError, Equatable {
    /// There is no such page, or not for this business: one must not be told apart from the other.
    case notFound
    case methodNotAllowed
    case tooLarge(limit: Int)
    case badForm

    public var status: HTTPResponse.Status {
        switch self {
        case .notFound: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .tooLarge: .contentTooLarge
        case .badForm: .badRequest
        }
    }

    public var message: Phrase {
        switch self {
        case .notFound: "platform.errors.not_found"
        case .methodNotAllowed: "platform.errors.method"
        case .tooLarge(let limit) where limit < 1_048_576: Phrase("platform.errors.too_large_small", ["limit": .number(limit / 1_024)])
        case .tooLarge(let limit): Phrase("platform.errors.too_large", ["limit": .number(limit / 1_048_576)])
        case .badForm: "platform.errors.bad_form"
        }
    }
}

/// Why someone may not go there, by the link of the chain
/// `User → Subscription → Plan → Feature → Module → Permission` that refused.
public enum Refusal: UserFacingError, Equatable {
    case user
    case subscription(reason: String)
    /// The plan, by its name, does not include the feature.
    case plan(Feature, plan: String)
    /// The business has switched it off.
    case feature(Feature)
    case permission(Permission)
    case operatorRole(OperatorRole)
    /// An operator who assists a member may not do it in their place.
    case assist

    public var status: HTTPResponse.Status {
        switch self {
        case .user: .unauthorized
        case .subscription, .plan, .feature, .permission, .operatorRole, .assist: .forbidden
        }
    }

    public var message: Phrase {
        switch self {
        case .user: "platform.refused.user"
        case .subscription(let reason): Phrase("platform.refused.subscription", ["reason": .text(reason)])
        case .plan(_, let plan): Phrase("platform.refused.plan", ["plan": .text(plan)])
        case .feature: "platform.refused.feature"
        case .permission: "platform.refused.permission"
        case .operatorRole: "platform.refused.operator"
        case .assist: "platform.refused.assist"
        }
    }
}
