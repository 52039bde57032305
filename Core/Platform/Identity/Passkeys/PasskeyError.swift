public import HTTPTypes

/// Why a passkey is not taken.
public enum PasskeyError: UserFacingError, Equatable {
    /// It is not known, not for this place, or its signature is not right: which, is nobody's business.
    case refused
    /// What was to be signed was used already, or is too old.
    case over
    /// There are twenty already, or it is registered.
    case notAdded

    public var status: HTTPResponse.Status {
        switch self {
        case .refused: .unprocessableContent
        case .over: .gone
        case .notAdded: .conflict
        }
    }

    public var message: Phrase {
        switch self {
        case .refused: "security.passkeys.refused"
        case .over: "security.passkeys.over"
        case .notAdded: "security.passkeys.not_added"
        }
    }
}
