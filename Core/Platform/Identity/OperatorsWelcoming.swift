import Postgres

extension Operators {
    /// How long the link is good for by which a new operator chooses their password.
    public static let linkLifetime = Duration.seconds(3 * 86_400)

    /// Whether the link can still be used. To ask does not use it.
    public func canWelcome(by link: Secret) async throws -> Bool {
        try await db.value("select kontor.operator_link_stands(\(link.digest))", of: Bool.self)
    }

    /// Gives whoever the link was sent to their password, and ends all their sessions.
    /// - Returns: whether the link still stood.
    public func setPassword(by link: Secret, to password: String) async throws -> Bool {
        // To hash takes a while: whoever makes links up is not let in that far.
        guard try await canWelcome(by: link) else { return false }
        let hash = try await passwords.hash(password)
        return try await db.write(Query<Bool>.value("select kontor.set_operator_password(\(link.digest), \(hash))"))
    }
}
