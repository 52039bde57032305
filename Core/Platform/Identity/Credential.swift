/// What somebody shows to be let in. The three kinds are kept apart, so that none can pass for another.
enum Credential: Hashable, Sendable {
    /// The digest of a cookie's secret.
    case session([UInt8])
    /// The digest of an API key.
    case key([UInt8])
    /// The family an access token names, once its signature has been checked.
    case family(ID<TokenFamily>)
}

/// All that follows from one sign-in for tokens.
public enum TokenFamily {}
