import Postgres

/// Lets programs in: by an API key or by an access token (RFC 6750 §2.1).
///
/// Whom either stands for is kept for a while, as with cookies, so a request costs no query for it; what ends a key or a
/// family of tokens, or changes what its member may do, is heard on every node within a second.
public struct APIDoor: Sendable {
    private let entries: Entries
    private let access: AccessTokens
    private let uses: KeyUses
    private let db: Database<Visitor>

    /// - Parameter db: of the login `kontor_app`.
    public init(_ db: Database<Visitor>, entries: Entries, tokens: Tokens, uses: KeyUses) {
        self.db = db
        self.entries = entries
        self.uses = uses
        access = tokens.access
    }

    /// Whom a request is from.
    /// - Parameters:
    ///   - authorization: the header's value, `Bearer kontor_…` or `Bearer <access token>`; nil without one.
    ///   - address: where the request came from.
    /// - Returns: the member, in an active business, with what they may do by this key or token.
    /// - Throws: `BearerError`, with its challenge; `Refusal.subscription` while the business is suspended, `.plan` where its
    ///   plan leaves the API out; `DatabaseError` when the database cannot be asked.
    public func entry(authorization: String?, address: String) async throws -> Entry {
        guard let authorization, !authorization.isEmpty else { throw BearerError.missing }
        let entry = try await entry(bearing: try Self.credentials(authorization))
        if let refusal = entry.business.refusal(of: .api) { throw refusal }
        if let key = entry.key { uses.note(key, of: entry.business.id, from: address) }
        return entry
    }

    /// What stands behind `Bearer`, which may be written in any case (RFC 9110 §11.1).
    private static func credentials(_ header: String) throws(BearerError) -> Substring {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw .malformed }
        return parts[1].drop { $0 == " " }
    }

    private func entry(bearing text: Substring) async throws -> Entry {
        guard text.hasPrefix(APIKeySecret.mark) else { return try await entry(token: text) }
        guard let secret = APIKeySecret(text) else { throw BearerError.malformed }
        if let entry = try await entries.entry(.key(secret.digest)) { return entry }
        let refusal = try await db.first("select kontor.key_refusal(\(secret.digest))") { row in try row.next(String?.self) }
        switch refusal {
        case "revoked"?: throw BearerError.revoked
        case "expired"?: throw BearerError.expired
        case "deactivated"?: throw BearerError.deactivated
        default: throw BearerError.unknown
        }
    }

    private func entry(token text: Substring) async throws -> Entry {
        let (token, family) = try await access.read(text)
        guard let entry = try await entries.entry(.family(family)), entry.member.id.description == token.member
        else { throw BearerError.revoked }
        return entry
    }
}
