import FoundationEssentials
import Postgres

/// Between the first proof and the second: no session is open yet, only a challenge that a cookie names.
extension Accounts {
    /// How long there is for the second proof.
    public static let challengeLifetime = Duration.seconds(600)

    /// Asks somebody for a second proof.
    /// - Returns: what the challenge's cookie must hold.
    public func challenge(_ arrival: Arrival) async throws -> Secret {
        let secret = Secret()
        try await db.transaction { db in
            try await db.execute("""
                select kontor.begin_challenge(\(secret.digest), \(arrival.user), \(arrival.way), \(arrival.passwordHash),
                    \(Self.challengeLifetime.inSQL)::text::interval)
                """)
            if let throttle = arrival.throttle { try await db.execute(throttle.succeeded) }
        }
        return secret
    }

    /// Whether a challenge stands.
    public func isChallenged(_ challenge: [UInt8]) async throws -> Bool { try await pending(challenge) != nil }

    /// Takes the second proof: a code of the app, or a recovery code, which is then used up.
    /// - Returns: who it is, to be let in by `enter(_:by:)`.
    /// - Throws: `AccountError.wrongCode`, `.challengeOver`, `.tooManyTries`.
    public func prove(_ typed: String, to challenge: [UInt8], with device: Device) async throws -> ProvenArrival {
        guard let pending = try await pending(challenge), let sealed = pending.secret else { throw AccountError.challengeOver }
        let throttle = Throttle(
            .code, account: pending.user.description, address: "code " + device.address, device: device.mark.digest)
        try await throttle.begin(db)
        let arrival = try await arrival(of: pending.user, pending.passwordHash, by: pending.way, throttle: throttle, with: device)
        if let recovery = RecoveryCode(typed) {
            return ProvenArrival(arrival: arrival, second: .recovery, challenge: challenge, mark: """
                select kontor.use_recovery_code(\(pending.user), \(recovery.digest))
                """)
        }
        let code = OneTimeCode(secret: try await box.open(sealed, of: pending.user))
        guard let step = code.step(of: digits(typed), at: now(), after: pending.lastStep) else {
            try await note(.codeRefused, of: pending.user, by: pending.way, with: device)
            throw AccountError.wrongCode
        }
        return ProvenArrival(arrival: arrival, second: .code, challenge: challenge, mark: "select kontor.use_totp(\(pending.user), \(step))")
    }

    /// Opens the session.
    /// - Throws: `AccountError.wrongCode` when the code was used before, `.wrongPassword` when the password was changed meanwhile.
    public func enter(_ proven: ProvenArrival, telling mail: Mail? = nil) async throws -> Secret {
        do {
            return try await open(proven.arrival, second: proven.second, challenge: proven.challenge, using: proven.mark, telling: mail)
        } catch AccountError.wrongCode {
            try await note(.codeRefused, of: proven.arrival.user, by: proven.arrival.way, with: proven.arrival.device)
            throw AccountError.wrongCode
        }
    }

    /// Takes the second proof of somebody who signs in for tokens, where they have a second factor.
    /// - Throws: `TokenError.codeNeeded`; `AccountError.wrongCode`, `.tooManyTries`.
    func prove(_ typed: String?, of person: VerifiedPerson, from address: String) async throws {
        let device = Device(address: address, agent: "")
        let arrival = try await arrival(of: person.user, person.passwordHash, by: .password, throttle: person.throttle, with: device)
        guard !arrival.asksPasskey else { throw AccountError.secondProof }
        guard arrival.asksSecondProof else { return }
        guard let typed else { throw TokenError.codeNeeded }
        let proven = try await prove(typed, to: challenge(arrival).digest, with: device)
        guard let mark = proven.mark, try await db.write(Query<Bool>.value(mark)) else { throw AccountError.wrongCode }
        if let throttle = proven.arrival.throttle { try await db.execute(throttle.succeeded) }
    }

    private func pending(_ challenge: [UInt8]) async throws -> Pending? {
        try await db.first("select * from kontor.challenge(\(challenge))", as: Pending.init(row:))
    }
}

/// Somebody who has shown both proofs.
public struct ProvenArrival: Sendable {
    public let arrival: Arrival
    let second: SecondProof
    let challenge: [UInt8]
    /// Uses the second proof up.
    let mark: SQL?
}

/// A row of `kontor.challenge`.
private struct Pending: Sendable {
    let user: ID<User>, way: SignInWay, passwordHash: String, secret: [UInt8]?, lastStep: Int64

    @Sendable init(row: inout Row) throws {
        user = try row.next()
        way = try row.next()
        passwordHash = try row.next()
        secret = try row.next()
        lastStep = try row.next(Int64?.self) ?? 0
    }
}
