public import HTTPTypes

/// Why an account could not be made or opened.
public enum AccountError: UserFacingError, Equatable {
    case addressTaken
    /// Also for an address nobody has registered: one must not be told apart from the other.
    case wrongPassword
    case deactivated
    /// It was used already, or is too old, or never was.
    case linkUsed
    case tooManyTries(seconds: Int)
    /// More people sign in at this moment than there is time for.
    case busy

    public var status: HTTPResponse.Status {
        switch self {
        case .addressTaken: .conflict
        case .wrongPassword: .unprocessableContent
        case .deactivated: .forbidden
        case .linkUsed: .gone
        case .tooManyTries: .tooManyRequests
        case .busy: .serviceUnavailable
        }
    }

    public var message: Phrase {
        switch self {
        case .addressTaken: "platform.accounts.address_taken"
        case .wrongPassword: "platform.accounts.wrong_password"
        case .deactivated: "platform.accounts.deactivated"
        case .busy: "platform.accounts.busy"
        case .linkUsed: "platform.accounts.link_used"
        case .tooManyTries(let seconds): Phrase("platform.accounts.too_many_tries", ["count": .number(seconds)])
        }
    }
}
