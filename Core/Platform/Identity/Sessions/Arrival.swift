import Postgres

/// Somebody who has shown who they are, and is not in yet.
public struct Arrival: Sendable {
    let user: ID<User>
    /// The password's at that time; a new one since shuts them out.
    let passwordHash: String
    let way: SignInWay
    let throttle: Throttle?
    public internal(set) var device: Device
    public let name: String
    /// nil where the stored one is none any more.
    public let email: EmailAddress?
    /// The one they chose, if any.
    public let language: Language?
    /// Whether they have signed in before, but never in this browser.
    public let isNewDevice: Bool
    /// Whether a code is to be shown before they are in.
    public let asksSecondProof: Bool
    /// Whether they are to come in by their passkey instead: a business of theirs asks for a second factor, and it is the one they have.
    public let asksPasskey: Bool
}

extension Accounts {
    /// Looks up what decides how somebody comes in.
    func arrival(
        of user: ID<User>, _ passwordHash: String, by way: SignInWay, throttle: Throttle? = nil, with device: Device
    ) async throws -> Arrival {
        let arrival = try await db.first("select * from kontor.arrival(\(user), \(device.mark.digest))") { row in
            let email = EmailAddress(try row.next(String.self)), name = try row.next(String.self)
            let language = try row.next(String?.self).flatMap(Language.init(rawValue:))
            let isNew: Bool = try row.next(), isIssued: Bool = try row.next(), hasCode: Bool = try row.next()
            let asksPasskey: Bool = try row.next()
            return Arrival(
                user: user, passwordHash: passwordHash, way: way, throttle: throttle,
                device: isIssued ? device : Device(address: device.address, agent: device.agent, replacing: device.replaced),
                name: name, email: email, language: language, isNewDevice: isNew, asksSecondProof: hasCode && way != .passkey,
                asksPasskey: asksPasskey && way != .passkey)
        }
        guard let arrival else { throw AccountError.wrongPassword }
        return arrival
    }

    /// Checks a password.
    /// - Throws: `AccountError.wrongPassword`, `.deactivated`, or `.tooManyTries` with the seconds to wait.
    public func arrive(email: String, password: String, with device: Device) async throws -> Arrival {
        let person: VerifiedPerson
        do {
            person = try await verified(email: email, password: password, address: device.address, device: device.mark.digest)
        } catch AccountError.wrongPassword {
            try await note(.refused, email: email, by: .password, with: device)
            throw AccountError.wrongPassword
        }
        return try await arrival(of: person.user, person.passwordHash, by: .password, throttle: person.throttle, with: device)
    }

    /// Opens a session.
    /// - Parameter mail: tells the person of it; sent when it is opened.
    /// - Returns: what the browser's cookie must hold.
    /// - Throws: `AccountError.secondProof` while more is to be shown; `.wrongPassword` when the password was changed meanwhile.
    public func enter(_ arrival: Arrival, telling mail: Mail? = nil) async throws -> Secret {
        guard !arrival.asksSecondProof, !arrival.asksPasskey else { throw AccountError.secondProof }
        return try await open(arrival, telling: mail)
    }

    /// Opens a session for someone who has just registered, and so need not show the password again.
    /// - Parameter device: with a mark that was made for it here, whatever the browser sent.
    public func enter(_ registration: Registration, with device: Device) async throws -> Secret {
        let hash = try await db.value("select password_hash from kontor.credentials(\(registration.email.text))", of: String.self)
        return try await open(arrival(of: registration.user, hash, by: .registration, on: device))
    }

    /// - Parameter device: with a mark that was made for it here.
    func arrival(of user: ID<User>, _ passwordHash: String, by way: SignInWay, on device: Device) async throws -> Arrival {
        var arrival = try await arrival(of: user, passwordHash, by: way, with: device)
        arrival.device = device
        return arrival
    }

    /// - Parameters:
    ///   - second: what was shown besides.
    ///   - challenge: is used up by it.
    ///   - mark: runs first; answers false where the session is not to be opened.
    func open(
        _ arrival: Arrival, second: SecondProof? = nil, challenge: [UInt8]? = nil, using mark: SQL? = nil, telling mail: Mail? = nil
    ) async throws -> Secret {
        let secret = Secret()
        try await db.transaction { db in
            if let mark, try await !db.write(Query<Bool>.value(mark)) { throw AccountError.wrongCode }
            try await Accounts(db, passwords: passwords).begin(secret, of: arrival, second: second, challenge: challenge)
            if let throttle = arrival.throttle { try await db.execute(throttle.succeeded) }
            if let mail { try await db.execute(mail.posting) }
        }
        return secret
    }

    /// The row of a session, and its line in the history.
    func begin(_ session: Secret, of arrival: Arrival, second: SecondProof? = nil, challenge: [UInt8]? = nil) async throws {
        let device = arrival.device
        let isOpen = try await db.write(Query<Bool>.value("""
            select kontor.open_session(\(session.digest), \(ID<Session>()), \(arrival.user), \(Self.sessionLifetime.inSQL)::text::interval,
                \(device.agent), \(device.address), \(device.mark.digest), \(arrival.way), \(second), \(arrival.passwordHash), \(challenge))
            """))
        guard isOpen else { throw AccountError.wrongPassword } // changed at this moment
        if let replaced = device.replaced { try await db.execute("select kontor.end_session(\(replaced))") }
    }

    /// A line in the person's own history.
    /// - Parameter user: where it is known; otherwise whoever has the address, if anybody.
    func note(
        _ outcome: SignInOutcome, email: String = "", of user: ID<User>? = nil, by way: SignInWay, with device: Device
    ) async throws {
        let email = email.replacing("\0", with: "\u{FFFD}") // PostgreSQL takes no NUL
        try await db.execute("""
            select kontor.note_refusal(\(ID<Session>()), \(email), \(user), \(way), \(outcome), \(device.address), \(device.agent))
            """)
    }
}
