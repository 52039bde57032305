import Postgres

extension Accounts {
    /// How long a link to come in by is good for.
    public static let entryLifetime = Duration.seconds(15 * 60)

    /// Sends a link to come in by, where somebody has this address. Neither the answer nor the time it takes tells whether anybody has.
    /// - Parameters:
    ///   - link: what the mail's link holds. It is good once.
    ///   - mail: goes to the address as the account has it.
    /// - Throws: `AccountError.tooManyTries` with the seconds to wait.
    public func askEntry(_ link: Secret, by mail: Mail, from address: String) async throws {
        try await Throttle(.enter, account: mail.recipient.text, address: address).begin(db)
        try await db.execute("""
            select kontor.ask_entry(\(mail.recipient.text), \(link.digest), \(Self.entryLifetime.inSQL)::text::interval,
                \(mail.id), \(mail.language), \(mail.subject), \(mail.plain), \(mail.html))
            """)
    }

    /// Whether the link can still be used. To ask does not use it: programs that look for harm in mails follow every link.
    public func canEnter(by link: Secret) async throws -> Bool {
        try await db.value("select kontor.link_stands(\(link.digest), 'enter')", of: Bool.self)
    }

    /// Takes a link, which is good for nothing afterwards. A second factor is asked for all the same.
    /// - Throws: `AccountError.linkUsed`; `.unproven` where nobody had shown yet that the address is theirs: then the link is one to choose
    ///   a password by, as `resetPassword` takes it.
    public func arrive(by link: Secret, with device: Device) async throws -> Arrival {
        let taken: Query<LinkOwner?> = .first("select * from kontor.take_entry(\(link.digest))", as: LinkOwner.init(row:))
        guard let owner: LinkOwner = try await db.write(taken) else { throw AccountError.linkUsed }
        if owner.isUnproven { throw AccountError.unproven }
        return try await arrival(of: owner.user, owner.passwordHash, by: .link, with: device)
    }
}

/// A row of `kontor.take_entry`.
private struct LinkOwner: Sendable {
    let user: ID<User>, passwordHash: String, isUnproven: Bool

    @Sendable init(row: inout Row) throws {
        user = try row.next()
        passwordHash = try row.next()
        isUnproven = try row.next()
    }
}
