import Postgres

extension Accounts {
    /// How long a link to choose another password by is good for.
    public static let resetLifetime = Duration.seconds(3_600)

    /// Sends a link to choose another password by, where somebody has this address. Neither the answer nor the time it takes tells
    /// whether anybody has.
    /// - Parameters:
    ///   - link: what the mail's link holds. It is good once.
    ///   - mail: goes to the address as the account has it.
    /// - Throws: `AccountError.tooManyTries` with the seconds to wait.
    public func askReset(_ link: Secret, by mail: Mail, from address: String) async throws {
        try await Throttle(.reset, account: mail.recipient.text, address: address).begin(db)
        try await db.execute("""
            select kontor.ask_reset(\(mail.recipient.text), \(link.digest), \(Self.resetTime)::text::interval,
                \(mail.id), \(mail.language), \(mail.subject), \(mail.plain), \(mail.html))
            """)
    }

    /// Whether the link can still be used. To ask does not use it: programs that look for harm in mails follow every link.
    public func canReset(by link: Secret) async throws -> Bool {
        try await db.value("select kontor.link_stands(\(link.digest), 'reset')", of: Bool.self)
    }

    /// Gives whoever the link was sent to another password, and ends all their sessions and tokens.
    /// - Parameter mail: tells them, by their address, name and language.
    /// - Throws: `AccountError.linkUsed`, `.breached`; then the link is still good.
    public func resetPassword(by link: Secret, to password: String, telling mail: (EmailAddress, _ name: String, Language?) throws -> Mail? = { _, _, _ in nil }) async throws {
        // To hash takes a while: whoever makes links up is not let in that far.
        guard try await canReset(by: link) else { throw AccountError.linkUsed }
        let hash = try await passwords.chosen(password)
        let owner = try await db.first("select * from kontor.link_owner(\(link.digest), 'reset')") { row in
            (email: EmailAddress(try row.next(String.self)), name: try row.next(String.self), language: try row.next(String?.self).flatMap(Language.init(rawValue:)))
        }
        let told = try owner.flatMap { owner in try owner.email.flatMap { try mail($0, owner.name, owner.language) } }
        guard try await change("select kontor.reset_password(\(link.digest), \(hash))", telling: told) else { throw AccountError.linkUsed }
    }

    private static var resetTime: String { "\(resetLifetime.components.seconds) seconds" }
}
