public import FoundationEssentials
import Postgres

/// A key of a business, by which a program comes in as the member who made it, to do no more than its scopes.
public struct APIKey: Sendable {
    public let id: ID<APIKey>
    public let name: String
    /// How people tell it from others: `kontor_` and its first 8 characters.
    public let prefix: String
    /// Names of permissions. What the member may not do any more, the key may not either.
    public let scopes: [String]
    /// Who made it, and in whose name it acts.
    public let maker: String
    /// nil: never.
    public let expiresAt: Date?
    /// nil: not yet. As exact as a minute.
    public let lastUsedAt: Date?
    public let lastUsedAddress: String?
    public let createdAt: Date
    public let revokedAt: Date?

    public enum State: String, Sendable { case active, expired, revoked }

    public func state(at now: Date) -> State {
        if revokedAt != nil { return .revoked }
        return expiresAt.map { $0 <= now } == true ? .expired : .active
    }
}

extension APIKey {
    @Sendable init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        prefix = try row.next()
        scopes = try row.next()
        maker = try row.next()
        expiresAt = try row.next()
        lastUsedAt = try row.next()
        lastUsedAddress = try row.next()
        createdAt = try row.next()
        revokedAt = try row.next()
    }
}

/// What a new key is to be.
public struct NewAPIKey: Sendable {
    /// Given beforehand, so that a form sent twice makes one key.
    public var id: ID<APIKey>
    /// 1 to 100 characters.
    public var name: String
    /// At least one; all of them permissions the member has.
    public var scopes: [Permission]
    /// nil: it never expires.
    public var expiresAt: Date?

    public init(id: ID<APIKey> = ID(), name: String, scopes: [Permission], expiresAt: Date?) {
        self.id = id
        self.name = name
        self.scopes = scopes
        self.expiresAt = expiresAt
    }
}
