public import FoundationEssentials
import Postgres

/// A domain that a business names as its own.
public struct Domain: Sendable {
    public let id: ID<Domain>
    public let name: DomainName
    /// What a TXT record of the domain must hold for it to be confirmed.
    public var record: String { "kontor-domain=\(token)" }
    let token: String
    /// nil: nobody has shown yet that it is the business's.
    public let confirmedAt: Date?

    @Sendable init(row: inout Row) throws {
        id = try row.next()
        name = DomainName(stored: try row.next())
        token = try row.next()
        confirmedAt = try row.next()
    }
}

/// The domains of a business. What is confirmed is confirmed for one business only.
public struct Domains: Sendable {
    let scope: Scope
    let resolver: Resolver

    /// Of a business, at most.
    public static let most = 50

    public init(in scope: Scope, asking resolver: Resolver) {
        self.scope = scope
        self.resolver = resolver
    }

    /// By name.
    public func all() async throws -> [Domain] {
        try await scope.db.rows("select id, name, token, confirmed_at from domains order by name limit \(literal: Self.most)", as: Domain.init(row:))
    }

    /// - Throws: `PageError.notFound` when this business has no such domain.
    public func one(_ id: ID<Domain>) async throws -> Domain {
        let found = try await scope.db.first("select id, name, token, confirmed_at from domains where id = \(id)", as: Domain.init(row:))
        guard let found else { throw PageError.notFound }
        return found
    }

    /// Names a domain, which is not confirmed by that.
    /// - Throws: `DomainError`.
    public func add(_ name: DomainName) async throws {
        do {
            try await scope.transaction { scope in
                guard try await scope.db.value("select count(*) from domains", of: Int.self) < Self.most else { throw DomainError.tooMany }
                let id = ID<Domain>()
                try await scope.db.execute("insert into domains (id, name, token) values (\(id), \(name.text), \(Secret().text))")
                try await scope.db.execute(happened("added", id, name))
            }
        } catch let error as DatabaseError where error.refusal?.constraint == "domains_business_id_name_key" {
            throw DomainError.known(name.text)
        }
    }

    /// Looks for the TXT record, and takes the domain for the business's own where it is there.
    /// - Throws: `DomainError`; `PageError.notFound`.
    public func confirm(_ id: ID<Domain>) async throws {
        let domain = try await one(id)
        guard domain.confirmedAt == nil else { return }
        let records: [String]
        do {
            records = try await resolver.textRecords(domain.name.text)
        } catch is ResolverError {
            throw DomainError.unreachable
        }
        guard records.contains(where: { trimmed($0) == domain.record }) else { throw DomainError.noRecord(domain.name.text) }
        do {
            try await scope.transaction { scope in
                let done = try await scope.db.execute("update domains set confirmed_at = now() where id = \(id) and confirmed_at is null")
                if done > 0 { try await scope.db.execute(happened("confirmed", id, domain.name)) }
            }
        } catch let error as DatabaseError where error.refusal?.constraint == "domains_confirmed_key" {
            throw DomainError.taken(domain.name.text)
        }
    }

    /// Nobody comes in by an address of the domain any more; those who have a seat keep it.
    /// - Throws: `PageError.notFound`.
    public func remove(_ id: ID<Domain>) async throws {
        let domain = try await one(id)
        try await scope.transaction { scope in
            guard try await scope.db.execute("delete from domains where id = \(id)") == 1 else { throw PageError.notFound }
            try await scope.db.execute(happened("removed", id, domain.name))
        }
    }

    private func happened(_ what: String, _ id: ID<Domain>, _ name: DomainName) -> SQL {
        """
        insert into events (id, name, record, record_id, payload)
        values (\(ID<Event>()), \("platform.domains.\(what)"), 'domains', \(id), \(JSON(["name": name.text])))
        """
    }
}
