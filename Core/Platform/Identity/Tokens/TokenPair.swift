/// What a sign-in for tokens and each refresh answer; encoded, RFC 6749 §5.1's JSON, with the refresh token's lifetime beside.
///
/// An access token is good for 15 minutes and many requests, a refresh token for 30 days and one refresh.
public struct TokenPair: Sendable, Encodable {
    public let accessToken: String
    public let tokenType = "Bearer"
    /// Seconds.
    public let expiresIn = AccessToken.lifetime
    public let refreshToken: String
    /// Seconds.
    public let refreshExpiresIn = Int(Tokens.lifetime.components.seconds)

    private enum CodingKeys: String, CodingKey {
        case accessToken = "access_token", tokenType = "token_type", expiresIn = "expires_in"
        case refreshToken = "refresh_token", refreshExpiresIn = "refresh_expires_in"
    }
}

extension TokenPair: CustomStringConvertible, CustomDebugStringConvertible {
    /// Without the tokens, so that none ends in a log.
    public var description: String { "a pair of tokens" }
    public var debugDescription: String { description }
}
