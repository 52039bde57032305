public import Postgres

/// The browser somebody comes in with.
public struct Device: Sendable {
    /// Where the request came from.
    public let address: String
    /// What the browser calls itself.
    public let agent: String
    /// What tells it from others: a cookie's value. One that was never given out is replaced at sign-in, so that nobody can choose it.
    public let mark: Secret
    /// The session it held until now, which ends with the next: nobody is to find it open afterwards.
    public let replaced: [UInt8]?
    /// How long a browser is remembered in which somebody has signed in.
    public static let lifetime = Duration.seconds(400 * 24 * 3_600)

    public init(address: String, agent: String, mark: Secret = Secret(), replacing session: [UInt8]? = nil) {
        self.address = address
        self.agent = agent
        self.mark = mark
        replaced = session
    }
}

/// How somebody proved who they are.
public enum SignInWay: String, Sendable, CaseIterable, PostgresCodable {
    case registration, password, link, passkey, sso
    /// A program, for tokens.
    case token
    /// An operator, in the person's place.
    case assist
}

/// What they showed besides.
public enum SecondProof: String, Sendable, CaseIterable, PostgresCodable {
    case code, recovery, passkey
}
