public import FoundationEssentials
import Postgres

/// A person's second factor as they see it themselves.
public struct SecondFactor: Sendable {
    /// Since when codes are asked for; nil: not yet.
    public let since: Date?
    public let codesLeft: Int
}

/// Setting the second factor up, and giving it up. Each call proves who it is by the digest of the cookie's secret; all that change
/// something are for those who have just proved it anew.
extension Accounts {
    public func secondFactor(of session: [UInt8]) async throws -> SecondFactor {
        let own = try await own(session)
        return SecondFactor(since: own.confirmedAt, codesLeft: own.codes)
    }

    /// Makes a secret to be taken over into an app. Nothing is asked for until a first code proves that it was.
    /// - Throws: `PageError.notFound` where there is a second factor already.
    public func beginCode(of session: [UInt8]) async throws -> OneTimeCode {
        let own = try await own(session)
        if own.confirmedAt == nil, let sealed = own.secret { return OneTimeCode(secret: try await box.open(sealed, of: own.user)) }
        let code = OneTimeCode.new()
        let sealed = try await box.seal(code.secret, for: own.user)
        guard try await db.write(Query<Bool>.value("select kontor.begin_totp(\(session), \(sealed))")) else { throw PageError.notFound }
        return code
    }

    /// Asks for codes from now on.
    /// - Parameter mail: tells the person.
    /// - Returns: the recovery codes, which cannot be had again.
    /// - Throws: `AccountError.wrongCode`, `.tooManyTries`; `PageError.notFound` where nothing was begun.
    public func confirmCode(_ typed: String, of session: [UInt8], telling mail: Mail? = nil) async throws -> [RecoveryCode] {
        let own = try await own(session)
        guard own.confirmedAt == nil, let sealed = own.secret else { throw PageError.notFound }
        let throttle = Throttle(.code, account: "set up \(own.user)", address: "set up \(own.user)")
        try await throttle.begin(db)
        let code = OneTimeCode(secret: try await box.open(sealed, of: own.user))
        guard let step = code.step(of: digits(typed), at: now(), after: own.lastStep) else { throw AccountError.wrongCode }
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode() }
        let isDone = try await change(
            "select kontor.confirm_totp(\(session), \(step), \(codes.map(\.digest)))", telling: mail, then: throttle.succeeded)
        guard isDone else { throw PageError.notFound }
        return codes
    }

    /// Makes other recovery codes; those before are good no more.
    /// - Throws: `PageError.notFound` where there is no second factor.
    public func renewRecoveryCodes(of session: [UInt8], telling mail: Mail? = nil) async throws -> [RecoveryCode] {
        let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode() }
        guard try await change("select kontor.renew_recovery_codes(\(session), \(codes.map(\.digest)))", telling: mail) else {
            throw PageError.notFound
        }
        return codes
    }

    /// Asks for no codes any more.
    public func dropCode(of session: [UInt8], telling mail: Mail? = nil) async throws {
        let isOn = try await own(session).confirmedAt != nil
        try await perform("select kontor.drop_totp(\(session))", telling: isOn ? mail : nil)
    }

    /// Proves anew who one is, by a code.
    /// - Throws: `AccountError.wrongCode`, `.tooManyTries` after several such.
    public func confirm(_ session: [UInt8], code typed: String) async throws {
        let own = try await own(session)
        guard own.confirmedAt != nil, let sealed = own.secret else { throw AccountError.wrongCode }
        let throttle = Throttle(.code, account: base64URL(session), address: "code \(base64URL(session))")
        try await throttle.begin(db)
        let code = OneTimeCode(secret: try await box.open(sealed, of: own.user))
        guard let step = code.step(of: digits(typed), at: now(), after: own.lastStep),
            try await db.write(Query<Bool>.value("select kontor.use_totp(\(own.user), \(step))"))
        else { throw AccountError.wrongCode }
        try await db.write(Query.execute("select kontor.confirm_session(\(session))"), Query.execute(throttle.succeeded))
    }

    private func own(_ session: [UInt8]) async throws -> OwnCode {
        guard let own = try await db.first("select * from kontor.own_totp(\(session))", as: OwnCode.init(row:)) else { throw Refusal.user }
        return own
    }
}

/// A row of `kontor.own_totp`.
private struct OwnCode: Sendable {
    let user: ID<User>, secret: [UInt8]?, lastStep: Int64, confirmedAt: Date?, codes: Int

    @Sendable init(row: inout Row) throws {
        user = try row.next()
        secret = try row.next()
        lastStep = try row.next(Int64?.self) ?? 0
        confirmedAt = try row.next()
        codes = try row.next()
    }
}

/// Apps show codes with a space in the middle, and keyboards have other digits than these.
func digits(_ typed: String) -> String {
    typed.filter { !$0.isWhitespace }.map { $0.wholeNumberValue.map(String.init) ?? String($0) }.joined()
}
