public import FoundationEssentials
public import Postgres

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
        let user: ID<User> = try row.next()
        let name: String = try row.next()
        let email: String = try row.next()
        let language = try row.next(String?.self).flatMap(Language.init(rawValue:))
        expiresAt = try row.next()
        let seat: ID<Member> = try row.next()
        let role: Role = try row.next()
        business = try Business(row: &row)
        member = Member(id: seat, user: user, name: name, email: email, role: role, language: language, teammates: try row.next())
        switch credential {
        case .session, .family:
            key = nil
            permissions = registry.permissions(of: role)
        case .key:
            key = try row.next()
            let scopes = Set(try row.next([String].self))
            permissions = registry.permissions(of: role).filter { scopes.contains($0.name) }
        }
    }
}

extension Business {
    /// Reads id, name, suspended_reason, suspended_at, language, currency, time_zone, hue, features_off, custom_fields and access_rules.
    public init(row: inout Row) throws {
        let id: ID<Business> = try row.next()
        let name: String = try row.next()
        let reason = try row.next(String?.self)
        let since = try row.next(Date?.self)
        let language = try row.next(String?.self).flatMap(Language.init(rawValue:))
        let currency = Currency(rawValue: try row.next(String.self))
        let zone = TimeZone(identifier: try row.next(String.self))
        let hue: Int32 = try row.next()
        let featuresOff = try row.next([String].self)
        let customFields = try row.next(JSON<[String: [CustomField]]>.self).value
        let rules = try row.next(JSON<[String: [String: AccessRule]]>.self).value
        let status: Status = if let reason, let since { .suspended(reason: reason, since: since) } else { .active }
        self.init(
            id: id, name: name, status: status, language: language,
            currency: currency ?? .usd, timeZone: zone ?? .gmt, hue: Int(hue),
            featuresOff: Set(featuresOff.map(Feature.init)),
            customFields: customFields.isEmpty ? .none : CustomFields(customFields),
            accessRules: rules.isEmpty ? .none : AccessRules(rules))
    }
}
