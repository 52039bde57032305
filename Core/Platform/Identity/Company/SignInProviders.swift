import Postgres

/// The provider through which the people of a business sign in, as the business set it up.
public struct SignInProvider: Sendable {
    public let id: ID<SignInProvider>
    public var issuer: String
    public var client: String
    /// Which claim of an ID token names the groups.
    public var groupsClaim: String
    public var isEnabled: Bool
    /// Whether all members but owners must come in by it.
    public var isRequired: Bool
    /// Whether there is a secret; it is shown to nobody.
    public let hasSecret: Bool

    public init(
        id: ID<SignInProvider> = ID(), issuer: String, client: String, groupsClaim: String = "groups", isEnabled: Bool = true,
        isRequired: Bool = false, hasSecret: Bool = false
    ) {
        self.id = id
        self.issuer = issuer
        self.client = client
        self.groupsClaim = groupsClaim
        self.isEnabled = isEnabled
        self.isRequired = isRequired
        self.hasSecret = hasSecret
    }

    @Sendable init(row: inout Row) throws {
        id = try row.next()
        issuer = try row.next()
        client = try row.next()
        groupsClaim = try row.next()
        isEnabled = try row.next()
        isRequired = try row.next()
        hasSecret = try row.next()
    }
}

/// Setting up the provider of a business, of which it has one at most.
public struct SignInProviders: Sendable {
    let scope: Scope
    let door: CompanyDoor

    public init(in scope: Scope, through door: CompanyDoor) {
        self.scope = scope
        self.door = door
    }

    /// nil where there is none.
    public func current() async throws -> SignInProvider? {
        try await scope.db.first("""
            select id, issuer, client_id, groups_claim, is_enabled, is_required, secret is not null from sign_in_providers
            """, as: SignInProvider.init(row:))
    }

    /// What is to be registered with it, so that it sends browsers back.
    public func returnAddress(_ provider: ID<SignInProvider>) -> String { door.returnAddress(provider) }

    /// Sets the provider up, or changes it, once it has said of itself what it is. Another issuer's people begin anew.
    /// - Parameters:
    ///   - provider: with the id of the one there is, if there is one.
    ///   - secret: nil: the one there is stays, unless it is for another issuer or client, to whom it is told by no means.
    /// - Throws: `CompanyError`.
    public func save(_ provider: SignInProvider, secret: String?) async throws {
        if provider.isEnabled { _ = try await door.book.metadata(of: provider.issuer, isNew: true) }
        if provider.isEnabled, provider.isRequired, try await !isTried(provider.issuer) { throw CompanyError.untried }
        let sealed: [UInt8]? = if let secret, !secret.isEmpty { try await door.accounts.box.seal(Array(secret.utf8), for: provider.id) } else { nil }
        try await scope.transaction { scope in
            try await scope.db.execute("""
                insert into sign_in_providers as p (id, issuer, client_id, secret, groups_claim, is_enabled, is_required)
                values (\(provider.id), \(provider.issuer), \(provider.client), \(sealed), \(provider.groupsClaim), \(provider.isEnabled), \(provider.isRequired))
                on conflict (business_id, id) do update set issuer = excluded.issuer, client_id = excluded.client_id,
                    secret = case when excluded.secret is not null or (p.issuer, p.client_id) is distinct from (excluded.issuer, excluded.client_id)
                                  then excluded.secret else p.secret end, groups_claim = excluded.groups_claim, is_enabled = excluded.is_enabled,
                    is_required = excluded.is_required, updated_at = now()
                """)
            try await scope.db.execute(happened("saved", provider))
        }
    }

    /// Nobody comes in by it any more, and who did is signed out.
    public func remove() async throws {
        guard let provider = try await current() else { return }
        try await scope.transaction { scope in
            try await scope.db.execute("delete from sign_in_providers where id = \(provider.id)")
            try await scope.db.execute(happened("removed", provider))
        }
    }

    /// Whether somebody has come in by it.
    private func isTried(_ issuer: String) async throws -> Bool {
        try await scope.db.value("select exists (select from company_identities where issuer = \(issuer))", of: Bool.self)
    }

    private func happened(_ what: String, _ provider: SignInProvider) -> SQL {
        """
        insert into events (id, name, record, record_id, payload)
        values (\(ID<Event>()), \("platform.sign_in_providers.\(what)"), 'sign_in_providers', \(provider.id), \(JSON([
            "issuer": provider.issuer, "required": String(provider.isRequired), "enabled": String(provider.isEnabled),
        ])))
        """
    }
}
