public import HTTPTypes

/// Why there are no tokens. What is wrong with an address or a password is an `AccountError`; that the business is
/// suspended, a `Refusal`.
public enum TokenError: UserFacingError, Equatable {
    /// The business is unknown, or this person has no seat in it: one must not be told apart from the other.
    case unknownBusiness
    /// The person has no seat anywhere.
    case noSeat
    /// The person has a second factor, and sent no code.
    case codeNeeded
    /// The business asks for a second factor, and the person has none.
    case factorNeeded
    /// This is no refresh token, or one that was forgotten long after its time.
    case unknown
    case expired
    /// Signed out, with a new password, or by an operator.
    case ended
    /// It was used before, so somebody else has it: everything it led to is signed out.
    case reused

    /// 422 for what was asked for, 400 for a refresh token that is not good (RFC 6749 §5.2).
    public var status: HTTPResponse.Status {
        switch self {
        case .unknownBusiness, .codeNeeded: .unprocessableContent
        case .noSeat, .factorNeeded: .forbidden
        case .unknown, .expired, .ended, .reused: .badRequest
        }
    }

    public var message: Phrase {
        switch self {
        case .unknownBusiness: "platform.tokens.unknown_business"
        case .noSeat: "platform.tokens.no_seat"
        case .codeNeeded: "security.tokens.code_needed"
        case .factorNeeded: "security.tokens.factor_needed"
        case .unknown: "platform.tokens.unknown"
        case .expired: "platform.tokens.expired"
        case .ended: "platform.tokens.ended"
        case .reused: "platform.tokens.reused"
        }
    }

    /// The member of the request's JSON that is wrong, if it is one.
    public var field: String? {
        switch self {
        case .unknownBusiness: "business_id"
        case .noSeat, .factorNeeded: nil
        case .codeNeeded: "code"
        case .unknown, .expired, .ended, .reused: "refresh_token"
        }
    }

    /// RFC 6749 §5.2's word for it.
    public var code: String {
        switch self {
        case .unknownBusiness, .codeNeeded: "invalid_request"
        case .noSeat, .factorNeeded, .unknown, .expired, .ended, .reused: "invalid_grant"
        }
    }
}
