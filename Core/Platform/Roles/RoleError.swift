public import HTTPTypes

/// Why a role cannot be made, changed or given.
public enum RoleError: UserFacingError, Equatable {
    /// Another role of the business has that name.
    case nameTaken
    case tooMany
    /// Somebody else changed the role meanwhile.
    case changed
    /// Nobody changes the role they themself have.
    case own
    /// Nobody decides which records and fields they themself see.
    case ownRules
    /// Who does not see everything lets nobody see more, nor decides who sees what.
    case ruled
    /// Somebody would get a permission that whoever gives it does not have.
    case beyond

    public var status: HTTPResponse.Status {
        switch self {
        case .nameTaken, .tooMany: .unprocessableContent
        case .changed: .conflict
        case .own, .ownRules, .ruled, .beyond: .forbidden
        }
    }

    public var message: Phrase {
        switch self {
        case .nameTaken: "platform.custom_roles.name_taken"
        case .tooMany: Phrase("platform.custom_roles.too_many", ["most": .number(Roles.most)])
        case .changed: "platform.custom_roles.changed"
        case .own: "platform.custom_roles.own"
        case .ownRules: "platform.custom_roles.own_rules"
        case .ruled: "platform.custom_roles.ruled"
        case .beyond: "platform.custom_roles.beyond"
        }
    }
}
