public import FoundationEssentials
import Postgres

/// People's passkeys: registering them, and what they sign (WebAuthn Level 3, <https://www.w3.org/TR/webauthn-3/>).
public struct Passkeys: Sendable {
    let accounts: Accounts
    let party: RelyingParty
    /// How long there is to sign what was asked.
    public static let patience = Duration.seconds(300)

    public init(_ accounts: Accounts, party: RelyingParty) {
        self.accounts = accounts
        self.party = party
    }

    /// What a signature is for; none is good for another.
    enum Purpose: String { case register, enter, confirm }

    /// One of a person's passkeys, as they see it.
    public struct Entry: Sendable {
        public let id: ID<Passkeys>
        let credential: [UInt8]
        public let name: String
        /// Whether it is kept in several places, as by a password manager.
        public let isBackedUp: Bool
        public let createdAt: Date
        /// nil: not yet.
        public let lastUsedAt: Date?

        @Sendable init(row: inout Row) throws {
            id = try row.next()
            credential = try row.next()
            name = try row.next()
            isBackedUp = try row.next()
            createdAt = try row.next()
            lastUsedAt = try row.next()
        }
    }

    /// The person's own, the oldest first.
    public func all(of session: [UInt8]) async throws -> [Entry] {
        try await accounts.db.rows("select * from kontor.own_passkeys(\(session))", as: Entry.init(row:))
    }

    /// Adds what came of `registration`.
    /// - Parameters:
    ///   - name: of 1 to 100 characters.
    ///   - mail: tells the person.
    /// - Throws: `PasskeyError`.
    public func add(_ json: String, named name: String, of session: [UInt8], telling mail: Mail? = nil) async throws {
        let response = try PasskeyResponse(json)
        try await use(party.challenge(in: response, type: "webauthn.create"), for: .register, of: session)
        let new = try party.registered(response)
        let isAdded = try await accounts.change("""
            select kontor.add_passkey(\(session), \(ID<Passkeys>()), \(new.id), \(new.key), \(new.signCount), \(name), \(new.isBackedUp))
            """, telling: mail)
        guard isAdded else { throw PasskeyError.notAdded }
    }

    /// - Throws: `PageError.notFound` when it is none of theirs.
    public func rename(_ id: ID<Passkeys>, to name: String, of session: [UInt8]) async throws {
        guard try await accounts.db.write(Query<Bool>.value("select kontor.rename_passkey(\(session), \(id), \(name))")) else { throw PageError.notFound }
    }

    /// - Throws: `PageError.notFound` when it is none of theirs.
    public func remove(_ id: ID<Passkeys>, of session: [UInt8], telling mail: Mail? = nil) async throws {
        guard try await accounts.change("select kontor.remove_passkey(\(session), \(id))", telling: mail) else { throw PageError.notFound }
    }

    /// Takes the challenge that was asked for; it is good for nothing afterwards, whatever comes of the signature.
    func use(_ challenge: [UInt8], for purpose: Purpose, of session: [UInt8]?) async throws {
        let stands = try await accounts.db.write(Query<Bool>.value(
            "select kontor.take_passkey_challenge(\(challenge), \(purpose.rawValue), \(session))"))
        guard stands else { throw PasskeyError.over }
    }

    func begin(_ purpose: Purpose, of session: [UInt8]?) async throws -> Secret {
        let challenge = Secret()
        try await accounts.db.execute("""
            select kontor.begin_passkey(\(challenge.digest), \(purpose.rawValue), \(session), \(Self.patience.inSQL)::text::interval)
            """)
        return challenge
    }
}
