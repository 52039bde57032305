import Postgres

/// The API keys of one business.
public struct APIKeys: Sendable {
    let scope: Scope

    public init(in scope: Scope) { self.scope = scope }

    /// The keys that still open first, of each kind the newest first; 500 at most.
    public func all() async throws -> [APIKey] {
        try await scope.db.rows("""
            select \(Self.columns) from api_keys k left join lateral (select c.name from colleagues c where c.id = k.member_id) u on true
             order by (k.revoked_at is null and (k.expires_at is null or k.expires_at > now())) desc, k.id desc limit 500
            """, as: APIKey.init(row:))
    }

    /// The keys of one member, those that still open first; 100 at most.
    public func of(_ member: ID<Member>) async throws -> [APIKey] {
        try await scope.db.rows("""
            select \(Self.columns) from api_keys k join members m on m.id = k.member_id join users u on u.id = m.user_id
             where k.member_id = \(member)
             order by (k.revoked_at is null and (k.expires_at is null or k.expires_at > now())) desc, k.id desc limit 100
            """, as: APIKey.init(row:))
    }

    /// - Throws: `PageError.notFound` when this business has no such key.
    public func one(_ id: ID<APIKey>) async throws -> APIKey {
        let key = try await scope.db.first("""
            select \(Self.columns) from api_keys k left join lateral (select c.name from colleagues c where c.id = k.member_id) u on true
             where k.id = \(id)
            """, as: APIKey.init(row:))
        guard let key else { throw PageError.notFound }
        return key
    }

    private static let columns: SQL = """
        k.id, k.name, k.prefix, k.scopes, coalesce(u.name, ''), k.expires_at, k.last_used_at, k.last_used_address, k.created_at, k.revoked_at
        """

    /// Makes a key in the member's name.
    /// - Returns: the key itself, which cannot be had again.
    /// - Throws: `APIKeyError`.
    public func make(_ key: NewAPIKey) async throws -> APIKeySecret {
        guard !key.scopes.isEmpty, key.scopes.allSatisfy(scope.mayGive) else { throw APIKeyError.foreignScope }
        let secret = APIKeySecret()
        do {
            try await scope.db.execute("""
                insert into api_keys (id, member_id, name, digest, prefix, scopes, expires_at)
                values (\(key.id), \(scope.member.id), \(key.name), \(secret.digest), \(secret.prefix), \(key.scopes.map(\.name)),
                    \(key.expiresAt))
                """)
        } catch let error as DatabaseError where error.refusal?.constraint == "api_keys_pkey" {
            throw APIKeyError.madeBefore
        }
        return secret
    }

    /// Ends a key, on every node within a second. One that was ended before stays as it is.
    /// - Throws: `PageError.notFound` when this business has no such key.
    public func revoke(_ id: ID<APIKey>) async throws {
        let known = try await scope.db.execute("update api_keys set revoked_at = coalesce(revoked_at, now()) where id = \(id)")
        guard known == 1 else { throw PageError.notFound }
    }
}

extension Scope {
    /// Whether this member may give a permission to a key. A key makes no keys: it would outlive its own end by them.
    /// Nor does it need a member's first page and profile, which are theirs alone.
    public func mayGive(_ permission: Permission) -> Bool {
        may(permission) && ![AccountPermissions.keys, AccountPermissions.home, AccountPermissions.profile].contains(permission)
    }
}
