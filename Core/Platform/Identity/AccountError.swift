public import HTTPTypes

/// Why an account could not be made or opened.
public enum AccountError: UserFacingError, Equatable {
    case addressTaken
    /// Also for an address nobody has registered: one must not be told apart from the other.
    case wrongPassword
    case deactivated
    /// The password that was chosen is known to have been stolen somewhere.
    case breached
    /// More is to be shown than was.
    case secondProof
    /// Also for one that was used before.
    case wrongCode
    /// The time for the second proof is over, or there never was a first.
    case challengeOver
    /// It was used already, or is too old, or never was.
    case linkUsed
    /// The address was never shown to be theirs, so what was set up before may be somebody else's: they choose a password first.
    case unproven
    case tooManyTries(seconds: Int)
    /// More people sign in at this moment than there is time for.
    case busy

    public var status: HTTPResponse.Status {
        switch self {
        case .addressTaken: .conflict
        case .wrongPassword, .wrongCode, .breached: .unprocessableContent
        case .deactivated, .secondProof, .unproven: .forbidden
        case .linkUsed, .challengeOver: .gone
        case .tooManyTries: .tooManyRequests
        case .busy: .serviceUnavailable
        }
    }

    public var message: Phrase {
        switch self {
        case .addressTaken: "platform.accounts.address_taken"
        case .wrongPassword: "platform.accounts.wrong_password"
        case .deactivated: "platform.accounts.deactivated"
        case .breached: "security.errors.breached"
        case .secondProof: "security.errors.second_proof"
        case .wrongCode: "security.errors.wrong_code"
        case .challengeOver: "security.errors.challenge_over"
        case .busy: "platform.accounts.busy"
        case .linkUsed: "platform.accounts.link_used"
        case .unproven: "security.errors.unproven"
        case .tooManyTries(let seconds): Phrase("platform.accounts.too_many_tries", ["count": .number(seconds)])
        }
    }
}
