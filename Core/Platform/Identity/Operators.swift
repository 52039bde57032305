import Postgres

/// The accounts of the people who run the platform: signing in, and whom a cookie stands for.
///
/// Nothing is kept between requests: an operator who is shut out is out with the next one.
public struct Operators: Sendable {
    let db: Database<Platform>
    let passwords: Passwords
    /// A working day; then they sign in anew.
    public static let sessionLifetime = Duration.seconds(12 * 3_600)

    public init(_ db: Database<Platform>, passwords: Passwords) {
        self.db = db
        self.passwords = passwords
    }

    /// Checks a password and opens a session.
    /// - Parameter address: where the request came from, for the throttle.
    /// - Returns: what the browser's cookie must hold.
    /// - Throws: `AccountError.wrongPassword`, `.deactivated`, or `.tooManyTries` with the seconds to wait.
    public func signIn(email: String, password: String, address: String) async throws -> Secret {
        let email = email.replacing("\0", with: "\u{FFFD}") // PostgreSQL takes no NUL
        let throttle = Self.throttle(email, address)
        try await throttle.begin(db)
        let found = try await db.first("select * from kontor.operator_credentials(\(email))", as: OperatorCredentials.init(row:))
        guard try await passwords.matches(password, found?.passwordHash), let found else { throw AccountError.wrongPassword }
        guard !found.isDeactivated else { throw AccountError.deactivated }
        return try await startSession(of: found.id, throttle)
    }

    private func startSession(of id: ID<Operator>, _ throttle: Throttle) async throws -> Secret {
        let secret = Secret()
        let lifetime = "\(Self.sessionLifetime.components.seconds) seconds"
        try await db.write(
            Query.execute("select kontor.start_operator_session(\(secret.digest), \(id), \(lifetime)::text::interval)"),
            Query.execute(throttle.succeeded))
        return secret
    }

    /// An account apart from the one a member may have under the same address: signing in there,
    /// where anybody may register any address, must not forgive the failures here.
    private static func throttle(_ email: String, _ address: String) -> Throttle {
        Throttle(.operator, account: email, address: address)
    }

    /// - Parameter digest: of the cookie's secret.
    public func signOut(_ digest: [UInt8]) async throws {
        try await db.execute("select kontor.end_operator_session(\(digest))")
    }

    /// Whom a cookie stands for.
    /// - Parameters:
    ///   - digest: of the cookie's secret.
    ///   - voice: in which they are answered.
    /// - Returns: nil when no session is open under it.
    public func scope(for digest: [UInt8], voice: Voice) async throws -> OperatorScope? {
        let db = db
        return try await db.first("select * from kontor.operator_access(\(digest))") { row in
            OperatorScope(
                operatorID: try row.next(), name: try row.next(), email: try row.next(), role: try row.next(),
                voice: voice, db: db)
        }
    }
}

private struct OperatorCredentials: Sendable {
    let id: ID<Operator>, passwordHash: String, isDeactivated: Bool

    init(row: inout Row) throws {
        id = try row.next()
        passwordHash = try row.next()
        isDeactivated = try row.next()
    }
}
