public import FoundationEssentials
import Postgres

/// What a link begins by which an operator goes over to the customer portal.
public struct AssistLink: Sendable {
    public let assist: Assist
    /// Whom they assist.
    public let name: String, email: EmailAddress?
    /// The first that is decided of the person's own and their business's.
    public let language: Language?
    public let business: String
    public let timeZone: TimeZone

    @Sendable init(row: inout Row) throws {
        assist = try row.next(JSON<Assist>.self).value
        name = try row.next()
        email = EmailAddress(try row.next(String.self))
        let own = try row.next(String?.self)
        business = try row.next()
        let theirs = try row.next(String?.self)
        language = [own, theirs].lazy.compactMap { $0.flatMap(Language.init(rawValue:)) }.first
        timeZone = TimeZone(identifier: try row.next(String.self)) ?? .gmt
    }
}

extension Accounts {
    /// What a link begins. To ask does not use it.
    /// - Returns: nil when it does not stand any more.
    public func assist(by link: Secret) async throws -> AssistLink? {
        try await db.first("select * from kontor.assist_link(\(link.digest))", as: AssistLink.init(row:))
    }

    /// Begins an assist, once, and opens its session.
    /// - Parameter mail: tells the member; sent when it has begun.
    /// - Returns: what the browser's cookie must hold.
    /// - Throws: `AccountError.linkUsed`.
    public func beginAssist(by link: Secret, agent: String, telling mail: Mail?) async throws -> Secret {
        let secret = Secret()
        try await db.transaction { db in
            let begins = Query<Bool>.value("select kontor.begin_assist(\(link.digest), \(secret.digest), \(ID<Session>()), \(agent))")
            guard try await db.write(begins) else { throw AccountError.linkUsed }
            if let mail { try await db.execute(mail.posting) }
        }
        return secret
    }

    /// Ends the assist whose session it is.
    /// - Parameter session: the digest of its cookie's secret.
    /// - Returns: false where it is none, or has ended.
    @discardableResult
    public func endAssist(of session: [UInt8]) async throws -> Bool {
        try await db.write(Query<Bool>.value("select kontor.end_assist_of(\(session))"))
    }
}
