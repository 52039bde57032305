public import FoundationEssentials
public import Postgres

/// Whom a session's cookie stands for, and in which business: what every page needs to know first.
public struct Entry: Sendable {
    public let business: Business
    public let member: Member
    public let permissions: Set<Permission>
    public let expiresAt: Date
}

extension Entry {
    /// Reads a row of `kontor.access`.
    init(row: inout Row, registry: Registry) throws {
        let user: ID<User> = try row.next()
        let name: String = try row.next()
        let email: String = try row.next()
        let language = try row.next(String?.self).flatMap(Language.init(rawValue:))
        expiresAt = try row.next()
        let seat: ID<Member> = try row.next()
        let role: Role = try row.next()
        member = Member(id: seat, user: user, name: name, email: email, role: role, language: language)
        permissions = registry.permissions(of: role)
        business = try Business(row: &row)
    }
}

extension Business {
    /// Reads id, name, suspended_reason, suspended_at, language, currency, time_zone, hue, features_off and custom_fields.
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
        let status: Status = if let reason, let since { .suspended(reason: reason, since: since) } else { .active }
        self.init(
            id: id, name: name, status: status, language: language,
            currency: currency ?? .usd, timeZone: zone ?? .gmt, hue: Int(hue),
            featuresOff: Set(featuresOff.map(Feature.init)),
            customFields: customFields.isEmpty ? .none : CustomFields(customFields))
    }
}
