import FoundationEssentials
import Logging
import Support
import Testing

@testable import Platform

/// The door programs come in by, with a person registered and a node that hears what changes.
struct ProgramDoor: Sendable {
    let door: Door
    let entries: Entries
    let tokens: Tokens
    let uses: KeyUses
    let api: APIDoor
    /// Ada, who owns Acme; her account has a password, so she can sign in for tokens.
    let ada: Scope

    static let email = "ada@example.com"

    static func with(now: @escaping @Sendable () -> Date = { Date() }, _ body: (ProgramDoor) async throws -> Void) async throws {
        try await Door.with { door in
            let registration = try await door.register(email)
            let member = try await door.platform.superuser.read(Query<ID<Member>>.value("select id from members"))
            let ada = try #require(try await door.platform.seats.scope(of: member, in: registration.business))
            let gate = ProgramDoor(door, ada, now)
            let listener = Task { try await gate.entries.run() } // ends with the test, whatever its outcome
            defer { listener.cancel() }
            try await body(gate)
        }
    }

    private init(_ door: Door, _ ada: Scope, _ now: @escaping @Sendable () -> Date) {
        self.door = door
        self.ada = ada
        let db = Database<Visitor>(visitors: door.platform.app)
        entries = Entries(door.platform.app, registry: door.platform.registry)
        tokens = Tokens(db, accounts: door.accounts, now: now)
        uses = KeyUses(door.platform.app, logger: Logger(label: "test"))
        api = APIDoor(db, entries: entries, tokens: tokens, uses: uses)
    }

    var registry: Registry { door.platform.registry }

    /// A key of somebody's, with all that they may give or with less.
    func key(
        of scope: Scope, scopes: [Permission]? = nil, until expiresAt: Date? = nil, id: ID<APIKey> = ID()
    ) async throws -> APIKeySecret {
        try await APIKeys(in: scope).make(NewAPIKey(
            id: id, name: "Shop", scopes: scopes ?? scope.permissions.filter(scope.mayGive), expiresAt: expiresAt))
    }

    func issue(password: String = Door.password, business: ID<Business>? = nil) async throws -> TokenPair {
        try await tokens.issue(email: Self.email, password: password, business: business, address: "192.0.2.1")
    }

    func refresh(_ pair: TokenPair) async throws -> TokenPair { try await tokens.refresh(pair.refreshToken, address: "192.0.2.2") }

    /// Whom the door lets in.
    func enter(_ bearer: String) async throws -> Entry { try await api.entry(authorization: "Bearer \(bearer)", address: "192.0.2.3") }

    /// What the door says, nil when it lets them in.
    func refusal(_ bearer: String) async -> (any Error)? { await failure { _ = try await enter(bearer) } }

    /// Whether the door says so within a moment, though it has let them in before.
    func comes(_ refusal: BearerError, to bearer: String) async throws -> Bool {
        try await eventually { await self.refusal(bearer) as? BearerError == refusal }
    }

    func text(_ sql: SQL) async throws -> String? { try await door.platform.superuser.write(Query<String?>.value(sql)) }
}
