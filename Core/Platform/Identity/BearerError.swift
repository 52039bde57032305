public import HTTPTypes

/// Why the `Authorization` header of a request lets nobody in; always 401, with a `challenge` beside.
public enum BearerError: UserFacingError, Equatable, CaseIterable {
    case missing
    /// Not `Bearer`, not a key nor a token, or not one that was made here.
    case malformed
    /// A key nobody has made, or whose member has left.
    case unknown
    case expired
    /// A key that was revoked, or a token that was signed out.
    case revoked
    case deactivated

    public var status: HTTPResponse.Status { .unauthorized }

    public var message: Phrase {
        switch self {
        case .missing: "platform.bearer.missing"
        case .malformed: "platform.bearer.malformed"
        case .unknown: "platform.bearer.unknown"
        case .expired: "platform.bearer.expired"
        case .revoked: "platform.bearer.revoked"
        case .deactivated: "platform.bearer.deactivated"
        }
    }

    /// The value of `WWW-Authenticate` (RFC 6750 §3): without an error where nothing was shown. In English whatever the
    /// language, because it is meant for programs and may hold ASCII only.
    public var challenge: String {
        guard let explanation else { return "Bearer realm=\"Kontor\"" }
        return "Bearer realm=\"Kontor\", error=\"invalid_token\", error_description=\"\(explanation)\""
    }

    private var explanation: String? {
        switch self {
        case .missing: nil
        case .malformed: "This is neither an API key nor an access token of this server"
        case .unknown: "There is no such API key"
        case .expired: "The API key or access token has expired"
        case .revoked: "The API key was revoked or the access token signed out"
        case .deactivated: "The account behind it is deactivated"
        }
    }
}
