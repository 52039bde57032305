import Postgres

/// What somebody was invited to, as whoever holds the link may know it.
public struct Invited: Sendable {
    /// Why the link does not let in; nil where it does.
    public let refusal: JoinError?
    public let business: String
    public let inviter: String
    public let role: Role
    /// What the business calls it, where it is a role of its own.
    public let roleName: String?
    public let email: String
    /// Whether somebody has an account with this address.
    public let hasAccount: Bool

    init(row: inout Row) throws {
        refusal = JoinError(state: try row.next())
        business = try row.next()
        inviter = try row.next()
        role = try row.next()
        roleName = try row.next()
        email = try row.next()
        hasAccount = try row.next()
    }
}

extension JoinError {
    /// - Parameter state: as the functions of the database say it.
    fileprivate init?(state: String) {
        switch state {
        case "open", "joined": return nil
        case "used": self = .used
        case "revoked": self = .revoked
        case "expired": self = .expired
        case "other": self = .otherPerson
        case "full": self = .full
        default: self = .gone
        }
    }
}

extension Accounts {
    /// - Returns: nil when there is no such link, also because a newer one was sent. To ask does not use it.
    public func invited(by link: Secret) async throws -> Invited? {
        try await db.first("select * from kontor.invitation(\(link.digest))", as: Invited.init(row:))
    }

    /// Gives whom the session stands for the seat, and takes the session there. The link is used up by it.
    /// - Throws: `JoinError`.
    public func join(by link: Secret, session: [UInt8]) async throws {
        do {
            let state = try await db.write(Query<String>.value("select kontor.join_business(\(link.digest), \(session), \(ID<Member>()))"))
            if let refusal = JoinError(state: state) { throw refusal }
        } catch let error as DatabaseError where LimitReached(error) != nil {
            throw JoinError.full // somebody took the last seat at this moment
        }
    }

    /// Makes an account for whoever was invited and has none, and lets them join with it, in one step.
    /// - Parameter device: with a mark that was made for it here, whatever the browser sent.
    /// - Returns: what the browser's cookie must hold.
    /// - Throws: `JoinError`.
    public func register(by link: Secret, name: String, password: String, language: Language, with device: Device) async throws -> Secret {
        // To hash takes a while: whoever makes links up is not let in that far.
        guard let invited = try await invited(by: link) else { throw JoinError.gone }
        if let refusal = invited.refusal { throw refusal }
        if invited.hasAccount { throw JoinError.hasAccount }
        let hash = try await passwords.chosen(password), user = ID<User>(), session = Secret()
        do {
            try await db.transaction { db in
                let made = try await db.value("select kontor.register_invited(\(link.digest), \(user), \(name), \(hash), \(language.rawValue))", of: Bool.self)
                guard made else { throw JoinError.gone }
                let accounts = Accounts(db, passwords: passwords)
                try await accounts.begin(session, of: accounts.arrival(of: user, hash, by: .registration, on: device))
                try await accounts.join(by: link, session: session.digest)
            }
        } catch let error as DatabaseError where error.refusal?.constraint == "users_email_key" {
            throw JoinError.hasAccount
        }
        return session
    }
}
