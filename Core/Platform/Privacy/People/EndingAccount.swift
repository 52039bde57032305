public import HTTPTypes
import Postgres

/// A business that nobody would own any more without a person.
public struct SoleSeat: Sendable, Equatable {
    public let business: String
    /// Whether nobody else has a seat in it either.
    public let isAlone: Bool
}

/// The end of an account: it is shut at once, and erased a week later, so that who did not mean it can take it back.
extension Accounts {
    /// For how long it can be taken back.
    public static let endGrace = Duration.seconds(7 * 24 * 3_600)

    /// What stands in the way; empty where nothing does.
    public func soleSeats(of session: [UInt8]) async throws -> [SoleSeat] {
        try await db.rows("select * from kontor.own_sole_seats(\(session))") { row in SoleSeat(business: try row.next(), isAlone: try row.next()) }
    }

    /// Shuts the account, on every node: all sessions end, keys and tokens open nothing any more. The sweep erases it in a week.
    /// - Parameters:
    ///   - link: what the mail's link holds, by which it is taken back.
    ///   - mail: tells the person; nil where none is sent.
    /// - Throws: `AccountEndError.soleOwner`; then nothing was done.
    public func end(_ session: [UInt8], keeping link: Secret, by mail: Mail?) async throws {
        try await db.transaction { db in
            let isShut = try await db.write(Query<Bool>.value("select kontor.end_account(\(session), \(link.digest), \(Self.endGrace.inSQL)::text::interval)"))
            guard isShut else { throw AccountEndError.soleOwner }
            if let mail { try await db.execute(mail.posting) }
        }
    }

    /// Whether the link can still take the end of an account back.
    public func canKeep(by link: Secret) async throws -> Bool {
        try await db.value("select kontor.link_stands(\(link.digest), 'keep')", of: Bool.self)
    }

    /// Opens the account again, as it was.
    /// - Throws: `AccountError.linkUsed`.
    public func keep(by link: Secret) async throws {
        guard try await db.write(Query<Bool>.value("select kontor.keep_account(\(link.digest))")) else { throw AccountError.linkUsed }
    }
}

/// Why an account cannot be ended.
public enum AccountEndError: UserFacingError, Equatable {
    /// A business would be left without an owner.
    case soleOwner

    public var status: HTTPResponse.Status { .conflict }
    public var message: Phrase { "privacy.end.sole_owner" }
}
