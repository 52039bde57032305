import FoundationEssentials
import Postgres

/// The directory of a business, come in by one of its tokens.
public struct DirectoryScope: Caller {
    public let business: ID<Business>
    public let token: ID<DirectoryToken>
    public let voice: Voice
    /// Says in the history that it was the directory.
    let db: Database<Business>

    public func refusal(_ access: Access, of feature: Feature?) -> Refusal? {
        switch access {
        case .directory, .open: nil
        case .member, .operators: .user
        }
    }

    /// The same inside a transaction.
    func transaction<T: Sendable>(_ body: @Sendable (DirectoryScope) async throws -> T) async throws -> T {
        try await db.transaction { db in try await body(DirectoryScope(business: business, token: token, voice: voice, db: db)) }
    }
}

/// Lets directories in: by a token in `Authorization: Bearer …` (RFC 6750 §2.1), which is asked about with every request, so that one that
/// is revoked opens nothing any more, on no node.
public struct DirectoryDoor: Sendable {
    private let pool: ConnectionPool
    private let voices: Voices

    /// What a request that is not let in is answered with (RFC 6750 §3).
    public static let challenge = "Bearer realm=\"Kontor directory\""

    /// - Parameter pool: of the login `kontor_app`.
    public init(_ pool: ConnectionPool, voices: Voices) {
        self.pool = pool
        self.voices = voices
    }

    /// Whose directory a request is from.
    /// - Throws: `SCIMError` 401; `Refusal.subscription` while the business is suspended.
    public func enter(authorization: String?, address: String, languages: String?) async throws -> DirectoryScope {
        guard let secret = try Self.secret(authorization) else { throw SCIMError.token("missing") }
        let found = try await Database<Visitor>(visitors: pool).write(.first("""
            select token_id, business_id, is_revoked, suspended_reason, business_language from kontor.directory_access(\(secret.digest), \(address))
            """, as: Found.init(row:)))
        guard let found else { throw SCIMError.token("unknown") }
        if found.isRevoked { throw SCIMError.token("revoked") }
        if let reason = found.suspension { throw Refusal.subscription(reason: reason) }
        let voice = voices.voice(voices.language(found.language, browser: languages))
        let db = Database(pool, of: found.business).signed(by: nil, from: Origin(.directory, address: address))
        return DirectoryScope(business: found.business, token: found.token, voice: voice, db: db)
    }

    private static func secret(_ header: String?) throws -> DirectorySecret? {
        guard let header, !header.isEmpty else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", let secret = DirectorySecret(parts[1].drop { $0 == " " })
        else { throw SCIMError.token("unknown") }
        return secret
    }

    private struct Found: Sendable {
        let token: ID<DirectoryToken>, business: ID<Business>, isRevoked: Bool, suspension: String?, language: Language?

        @Sendable init(row: inout Row) throws {
            token = try row.next()
            business = try row.next()
            isRevoked = try row.next()
            suspension = try row.next()
            language = try row.next(String?.self).flatMap(Language.init(rawValue:))
        }
    }
}
