public import Postgres

/// The browser somebody comes in with.
public struct Device: Sendable {
    /// Where the request came from.
    public let address: String
    /// What the browser calls itself.
    public let agent: String
    /// What tells it from others: a cookie's value. One that was never given out is replaced at sign-in, so that nobody can choose it.
    public let mark: Secret
    /// How long a browser is remembered in which somebody has signed in.
    public static let lifetime = Duration.seconds(400 * 24 * 3_600)

    public init(address: String, agent: String, mark: Secret = Secret()) {
        self.address = address
        self.agent = agent
        self.mark = mark
    }
}

/// How somebody proved who they are.
public enum SignInWay: String, Sendable, CaseIterable, PostgresCodable {
    case registration, password, link, passkey, sso
}

/// What they showed besides.
public enum SecondProof: String, Sendable, CaseIterable, PostgresCodable {
    case code, recovery, passkey
}
