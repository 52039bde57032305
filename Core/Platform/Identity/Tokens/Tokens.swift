public import FoundationEssentials
import Logging
import Postgres

/// Tokens for programs that people sign in to: a short-lived access token for each request, and a refresh token that is
/// good for one new pair (RFC 6749 §6, RFC 9700 §4.14).
///
/// All that follows from one sign-in is a family. A refresh token that is used twice was stolen, from its owner or by them,
/// and nobody can say which: the whole family ends, access tokens within a second. There is no time of grace, so a program
/// must not refresh twice at once: of several, one gets a pair, and that pair ends with the next one's try.
public struct Tokens: Sendable {
    private let db: Database<Visitor>
    private let accounts: Accounts
    let access: AccessTokens
    private let now: @Sendable () -> Date
    private let logger = Logger(label: "kontor.tokens")
    /// How long a refresh token lasts.
    public static let lifetime = Duration.seconds(30 * 24 * 3_600)

    /// - Parameter db: of the login `kontor_app`.
    public init(_ db: Database<Visitor>, accounts: Accounts, now: @escaping @Sendable () -> Date = { Date() }) {
        self.db = db
        self.accounts = accounts
        self.now = now
        access = AccessTokens(keys: SigningKeys(db), now: now)
    }

    /// Signs a person in, and begins a family.
    /// - Parameters:
    ///   - code: the second proof, of those who have a second factor: of the app, or a recovery code.
    ///   - business: in which they mean to work; nil: where they have had a seat the longest.
    ///   - address: where the request came from, for the throttle, which is the portal's own.
    ///   - agent: what the program calls itself, for the person's own history.
    /// - Throws: `AccountError` `.wrongPassword`, `.wrongCode`, `.deactivated`, `.tooManyTries`, `.busy`; `TokenError`
    ///   `.unknownBusiness`, `.noSeat`, `.codeNeeded`, `.factorNeeded`; `Refusal.subscription` while the business is suspended.
    public func issue(
        email: String, password: String, code: String? = nil, business: ID<Business>? = nil, address: String, agent: String = ""
    ) async throws -> TokenPair {
        let known = try await access.keys.known()
        let device = Device(address: address, agent: agent)
        let person = try await verified(email, password, on: device)
        try await accounts.prove(code, of: person, from: address)
        if try await db.value("select kontor.must_enrol(\(person.user), \(business))", of: Bool.self) { throw TokenError.factorNeeded }
        let family = ID<TokenFamily>(), refresh = Secret()
        let begin: Query<Seat?> = .first("""
            select * from kontor.start_family(\(family), \(person.user), \(person.passwordHash), \(business), \(refresh.digest),
                \(Self.interval)::text::interval, \(address))
            """, as: Seat.init(row:))
        let (seat, _) = try await db.write(begin, Query.execute(person.throttle.succeeded))
        guard let seat else { throw business == nil ? TokenError.noSeat : .unknownBusiness }
        switch (seat.state, seat.business, seat.member) {
        case ("begun", let business?, let member?):
            let token = AccessToken(family, user: person.user, member: member, business: business, at: now())
            try await accounts.note(.entered, of: person.user, by: .token, with: device)
            return TokenPair(accessToken: try await access.sign(token, with: known), refreshToken: refresh.text)
        case ("suspended", _, _): throw Refusal.subscription(reason: seat.reason ?? "")
        default: throw AccountError.wrongPassword // it was changed, or the account shut, at this very moment
        }
    }

    private func verified(_ email: String, _ password: String, on device: Device) async throws -> VerifiedPerson {
        do {
            return try await accounts.verified(email: email, password: password, address: device.address)
        } catch AccountError.wrongPassword {
            try await accounts.note(.refused, email: email, by: .token, with: device)
            throw AccountError.wrongPassword
        }
    }

    /// Takes a refresh token for a new pair; it is good for nothing afterwards.
    /// - Parameter address: where the request came from; noted when it ends the family.
    /// - Throws: `TokenError` `.unknown`, `.expired`, `.ended`, `.reused`, `.factorNeeded`; `Refusal.subscription` while the business is
    ///   suspended, and then the token is not used up.
    public func refresh(_ token: String, address: String) async throws -> TokenPair {
        guard let used = Secret(token) else { throw TokenError.unknown }
        let known = try await access.keys.known() // first, so that nothing can go wrong once the token is used up
        let next = Secret()
        let rotate: Query<Rotation?> = .first("""
            select * from kontor.rotate_token(\(used.digest), \(next.digest), \(Self.interval)::text::interval, \(address))
            """, as: Rotation.init(row:))
        guard let rotation: Rotation = try await db.write(rotate) else { throw TokenError.unknown }
        if rotation.isTheft {
            logger.warning("a refresh token was used twice", metadata: ["family": "\(rotation.whose)", "address": "\(address)"])
        }
        let token = try rotation.token(at: now())
        return TokenPair(accessToken: try await access.sign(token, with: known), refreshToken: next.text)
    }

    /// Signs out: ends the family of a refresh token, its access tokens within a second. Anything else is nothing to end,
    /// and so no error (RFC 7009 §2.2).
    public func revoke(_ token: String, address: String) async throws {
        guard let token = Secret(token) else { return }
        try await db.execute("select kontor.end_family(\(token.digest), \(address))")
    }

    private static let interval = "\(lifetime.components.seconds) seconds"
}

/// A row of `kontor.start_family`.
private struct Seat: Sendable {
    let state: String, business: ID<Business>?, member: ID<Member>?, reason: String?

    @Sendable init(row: inout Row) throws {
        state = try row.next()
        business = try row.next()
        member = try row.next()
        reason = try row.next()
    }
}
