public import HTTPTypes

/// Why a key could not be made.
public enum APIKeyError: UserFacingError, Equatable {
    /// There is no scope, or one that the member may not give.
    case foreignScope
    /// The form was sent twice; a key is shown but once.
    case madeBefore

    public var status: HTTPResponse.Status {
        switch self {
        case .foreignScope: .unprocessableContent
        case .madeBefore: .conflict
        }
    }

    public var message: Phrase {
        switch self {
        case .foreignScope: "platform.keys.foreign_scope"
        case .madeBefore: "platform.keys.made_before"
        }
    }
}
