public import FoundationEssentials
public import Postgres

/// A browser somebody is signed in with.
public struct Session: Sendable {
    public let id: ID<Session>
    public let agent: String, address: String
    public let way: SignInWay
    public let createdAt: Date
    /// As exact as some minutes.
    public let lastSeen: Date
    /// Whether it is the one that asks.
    public let isThis: Bool

    @Sendable init(row: inout Row) throws {
        id = try row.next()
        agent = try row.next()
        address = try row.next()
        way = try row.next()
        createdAt = try row.next()
        lastSeen = try row.next()
        isThis = try row.next()
    }
}

public enum SignInOutcome: String, Sendable, CaseIterable, PostgresCodable {
    case entered
    /// The first proof was wrong.
    case refused
    /// The first was right, and the second was not.
    case codeRefused = "code_refused"
}

/// That somebody came in, or was not let in.
public struct SignInEvent: Sendable {
    public let id: ID<Session>
    public let agent: String, address: String
    public let way: SignInWay
    public let second: SecondProof?
    public let outcome: SignInOutcome
    public let at: Date

    @Sendable init(row: inout Row) throws {
        id = try row.next()
        agent = try row.next()
        address = try row.next()
        way = try row.next()
        second = try row.next()
        outcome = try row.next()
        at = try row.next()
    }
}

/// What a person sees and ends of their own sessions. Each call proves who it is by the digest of the cookie's secret.
extension Accounts {
    /// Where the person is signed in: this session, then those seen last; and the sign-ins of the last 90 days, the newest first.
    /// Of each 200 at most.
    public func sessions(of session: [UInt8]) async throws -> (open: [Session], past: [SignInEvent]) {
        let open: Query<[Session]> = .rows("select * from kontor.own_sessions(\(session))", as: Session.init(row:))
        let past: Query<[SignInEvent]> = .rows("select * from kontor.own_sign_ins(\(session))", as: SignInEvent.init(row:))
        return try await db.fetch(open, past)
    }

    /// Ends one of the person's sessions, on every node within a second.
    /// - Throws: `PageError.notFound` when it is none of theirs.
    public func end(_ id: ID<Session>, of session: [UInt8]) async throws {
        guard try await db.write(Query<Bool>.value("select kontor.end_own_session(\(session), \(id))")) else { throw PageError.notFound }
    }

    /// Ends all of the person's sessions but this one.
    /// - Returns: how many.
    public func endOthers(of session: [UInt8]) async throws -> Int {
        try await db.write(Query<Int>.value("select kontor.end_other_sessions(\(session))"))
    }
}
