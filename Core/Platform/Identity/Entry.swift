public import FoundationEssentials
import Postgres

/// Whom a cookie, an API key or an access token stands for, and in which business: what every request needs to know first.
public struct Entry: Sendable {
    public let business: Business
    public let member: Member
    /// What they may do: with an API key, of what its member may do, no more than its scopes.
    public let permissions: Set<Permission>
    public let expiresAt: Date
    /// Whether the business asks for a second factor, and they have none: then they are let only to where they get one.
    public let mustEnrol: Bool
    /// Whether the provider of the business let them in: then for this business alone, and not to their own account.
    public let isByCompany: Bool
    /// The API key they came in by, if they did.
    public let key: ID<APIKey>?
    /// Where else the person has a seat, by name, twenty at most; empty for programs, which come in for one business.
    public let elsewhere: [Elsewhere]
    /// The assist it is, if an operator came in.
    public let assist: Assist?
    /// Who assists the member now.
    public let assists: [Assist]
}

/// Another business in which somebody has a seat.
public struct Elsewhere: Sendable, Equatable, Codable {
    private let id: UUID
    public let name: String

    public var business: ID<Business> { ID(id) }
}

extension Entry {
    /// Reads a row of `kontor.access`, which ends with where else the person has a seat, `must_enrol` and `by_company`, with that of `kontor.assisting`
    /// behind it; of `kontor.family_access`; or of `kontor.key_access`, which ends with the key and its scopes.
    init(row: inout Row, of credential: Credential, registry: Registry) throws {
        expiresAt = try row.next()
        let seat = try Standing(row: &row)
        (member, business) = (seat.member, seat.business)
        switch credential {
        case .session:
            key = nil
            elsewhere = try row.next(JSON<[Elsewhere]>.self).value
            permissions = registry.permissions(of: member)
            let asked = try row.next(Bool.self)
            isByCompany = try row.next()
            assist = try row.next(JSON<Assist>?.self)?.value
            assists = try row.next(JSON<[Assist]>.self).value
            mustEnrol = asked && assist == nil
        case .family:
            key = nil
            permissions = registry.permissions(of: member)
            mustEnrol = false
            isByCompany = false
            elsewhere = []
            (assist, assists) = (nil, [])
        case .key:
            key = try row.next()
            mustEnrol = false
            isByCompany = false
            elsewhere = []
            (assist, assists) = (nil, [])
            let scopes = Set(try row.next([String].self))
            permissions = registry.permissions(of: member).filter { scopes.contains($0.name) }
        }
    }
}
