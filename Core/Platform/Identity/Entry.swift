public import FoundationEssentials
import Postgres

/// Whom a cookie, an API key or an access token stands for, and in which business: what every request needs to know first.
public struct Entry: Sendable {
    public let business: Business
    public let member: Member
    /// What they may do: with an API key, of what its member may do, no more than its scopes.
    public let permissions: Set<Permission>
    public let expiresAt: Date
    /// The API key they came in by, if they did.
    public let key: ID<APIKey>?
}

extension Entry {
    /// Reads a row of `kontor.access`, `kontor.family_access`, or `kontor.key_access`, which ends with the key and its scopes.
    init(row: inout Row, of credential: Credential, registry: Registry) throws {
        expiresAt = try row.next()
        let seat = try Standing(row: &row)
        (member, business) = (seat.member, seat.business)
        switch credential {
        case .session, .family:
            key = nil
            permissions = registry.permissions(of: member)
        case .key:
            key = try row.next()
            let scopes = Set(try row.next([String].self))
            permissions = registry.permissions(of: member).filter { scopes.contains($0.name) }
        }
    }
}
