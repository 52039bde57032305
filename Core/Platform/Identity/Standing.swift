import FoundationEssentials
public import Postgres

/// A member in their business, as the doors of the database show them.
struct Standing: Sendable {
    let member: Member
    let business: Business

    /// Reads user_id, user_name, email, user_language, member_id, role, role_id, role_name, decisions, what `Business.columns`
    /// are, and teammates.
    init(row: inout Row) throws {
        let user: ID<User> = try row.next()
        let name: String = try row.next()
        let email: String = try row.next()
        let language = try row.next(String?.self).flatMap(Language.init(rawValue:))
        let id: ID<Member> = try row.next()
        let role: Role = try row.next()
        let custom = try CustomRole(row: &row)
        business = try Business(row: &row)
        member = Member(
            id: id, user: user, name: name, email: email, role: role, customRole: custom, language: language, teammates: try row.next())
    }
}

extension CustomRole {
    /// Reads role_id, role_name and decisions; nil where there is none.
    init?(row: inout Row) throws {
        let id = try row.next(ID<CustomRole>?.self), name = try row.next(String?.self)
        let decisions = try row.next(JSON<[String: Bool]>?.self)
        guard let id, let name, let decisions else { return nil }
        self.init(id: id, name: name, decisions: decisions.value)
    }
}

extension BusinessRole {
    /// Reads the id, name and decisions of a role the business made, which are null for one of the ladder.
    public init(on rung: Role, row: inout Row) throws {
        self = try CustomRole(row: &row).map { BusinessRole($0, on: rung) } ?? BusinessRole(rung)
    }
}

extension Business {
    /// What a business is read from, of a row of `businesses` that goes by the name of `b`.
    public static let columns: SQL = """
        b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off,
        b.custom_fields, b.access_rules, kontor.entitlement(b.id)
        """

    /// Reads `columns`.
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
        let entitlement = try row.next(JSON<Entitlement>.self).value
        let status: Status = if let reason, let since { .suspended(reason: reason, since: since) } else { .active }
        self.init(
            id: id, name: name, status: status, language: language,
            currency: currency ?? .usd, timeZone: zone ?? .gmt, hue: Int(hue),
            featuresOff: Set(featuresOff.map(Feature.init)), entitlement: entitlement,
            customFields: customFields.isEmpty ? .none : CustomFields(customFields),
            accessRules: rules.isEmpty ? .none : AccessRules(rules))
    }
}
