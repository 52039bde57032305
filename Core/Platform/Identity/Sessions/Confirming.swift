import Postgres

/// Proving anew who one is, before what could do harm.
extension Accounts {
    /// How long a proof is enough for what asks for a fresh one.
    public static let freshness = Duration.seconds(15 * 60)

    /// Whether somebody proved who they are in the last 15 minutes: by signing in, or since.
    /// - Parameter session: the digest of its cookie's secret.
    public func isFresh(_ session: [UInt8]) async throws -> Bool {
        try await db.value("select kontor.is_confirmed(\(session), \(Self.freshness.inSQL)::text::interval)", of: Bool.self)
    }

    /// Proves it by the password.
    /// - Throws: `AccountError.wrongPassword`, `.tooManyTries` after several such; `.secondProof` for those who have a code to show: the
    ///   password alone would not let them in either.
    public func confirm(_ session: [UInt8], password: String) async throws {
        guard try await secondFactor(of: session).since == nil else { throw AccountError.secondProof }
        try await check(password, of: session)
        try await db.execute("select kontor.confirm_session(\(session))")
    }

    /// Checks the password of whoever is signed in.
    /// - Throws: `AccountError.wrongPassword`, `.tooManyTries` after several such.
    func check(_ password: String, of session: [UInt8]) async throws {
        let throttle = Throttle(.password, account: base64URL(session), address: "password \(base64URL(session))")
        try await throttle.begin(db)
        let hash = try await db.value("select kontor.password_hash(\(session))", of: String?.self)
        guard try await passwords.matches(password, hash) else { throw AccountError.wrongPassword }
        try await db.execute(throttle.succeeded)
    }
}
