import Postgres

/// An operator who goes over to assist a member of a business.
extension Operators {
    /// What comes of asking for an assist.
    public enum AssistAnswer: String, Sendable, PostgresCodable {
        case done
        /// There is no such member.
        case gone
        /// The business is suspended, or the person deactivated.
        case suspended, inactive
        /// The business does not want it.
        case forbidden
    }

    /// Asks for an assist. It begins when the link is followed in the customer portal, and ends after so many minutes.
    /// - Parameters:
    ///   - session: the digest of the operator's own session, with which the assist ends.
    ///   - reason: of `Assist.reasons` characters.
    ///   - minutes: one of `Assist.lengths`.
    public func assist(
        _ member: ID<Member>, of business: ID<Business>, because reason: String, minutes: Int, by link: Secret, session: [UInt8]
    ) async throws -> AssistAnswer {
        try await db.write(Query<AssistAnswer>.value("""
            select kontor.ask_assist(\(session), \(business), \(member), \(ID<Assist>()), \(reason), \("\(minutes) minutes")::text::interval,
                \(link.digest), \(Assist.linkLifetime.inSQL)::text::interval)
            """))
    }

    /// Proves anew, by the password, that it is the operator who asks.
    /// - Parameter session: the digest of their cookie's secret.
    /// - Throws: `AccountError.wrongPassword`, `.tooManyTries` after several such.
    public func confirm(_ password: String, of session: [UInt8]) async throws {
        let throttle = Throttle(.operator, account: "confirm \(base64URL(session))", address: "confirm \(base64URL(session))")
        try await throttle.begin(db)
        let found = try await db.first("select * from kontor.operator_password(\(session))") { row in
            (id: try row.next(ID<Operator>.self), hash: try row.next(String.self))
        }
        guard try await passwords.matches(password, found?.hash) else { throw AccountError.wrongPassword }
        try await db.execute(throttle.succeeded)
    }
}
