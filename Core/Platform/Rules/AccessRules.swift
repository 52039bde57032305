/// What a business decides about who sees which of its records and fields, by role and the records' table. Admins and
/// owners see everything, and so does a role on their rungs: no rule ever holds for them.
public final class AccessRules: Sendable {
    /// By the role's key, then by the table. What a role that the business made has no rule for is as on its rung.
    public let byRole: [String: [String: AccessRule]]
    /// What is made of them, for as long as they are known.
    let kept = Keeping()

    public init(_ byRole: [String: [String: AccessRule]] = [:]) { self.byRole = byRole }

    /// Nothing is decided: every role sees all records, with all their fields.
    public static let none = AccessRules()

    /// The roles for which a business can decide something, the lowest first.
    public static let roles: [Role] = [.viewer, .staff, .manager]

    /// What holds for a role; nil where it sees all records of the table, with all their fields.
    public func rule(for role: BusinessRole, on table: String) -> AccessRule? {
        guard role.isRuled, let rule = own(role, on: table) ?? byRole[role.rung.rawValue]?[table], !rule.isOpen else { return nil }
        return rule
    }

    /// What holds for a member.
    func rule(for member: Member, on table: String) -> AccessRule? { rule(for: member.businessRole, on: table) }

    /// What was decided for this very role; nil where nothing was.
    public func own(_ role: BusinessRole, on table: String) -> AccessRule? { role.isRuled ? byRole[role.key]?[table] : nil }

    /// What is decided for a role on a rung that is to see as much as another does. What the rung says anyhow is not in it.
    func decided(like model: BusinessRole, on rung: Role) -> [String: AccessRule] {
        guard model.isRuled, Self.roles.contains(rung) else { return [:] }
        let inherited = model.rung == rung ? [:] : byRole[model.rung.rawValue] ?? [:]
        return model.custom == nil ? inherited : inherited.merging(byRole[model.key] ?? [:]) { _, own in own }
    }

    /// Whether one role sees no record and no field that another does not: whatever of a table is kept from the other is kept from it.
    func sees(_ role: BusinessRole, noMoreThan other: BusinessRole) -> Bool {
        let tables = Set([other.rung.rawValue, other.key].flatMap { byRole[$0]?.keys.map(\.self) ?? [] })
        return tables.allSatisfy { table in
            guard let most = rule(for: other, on: table) else { return true }
            return rule(for: role, on: table)?.isWithin(most) ?? false
        }
    }

    /// What holds for all records that a member may come across.
    public func rows(for member: Member) -> RowRules {
        let role = member.businessRole, decided = [role.rung.rawValue, role.key].compactMap { byRole[$0] }
        guard role.isRuled, !decided.isEmpty else { return .none }
        let rules = Set(decided.flatMap(\.keys)).compactMap { table in rule(for: role, on: table).map { (table, RowRules.Rule($0, for: member)) } }
        return RowRules(Dictionary(uniqueKeysWithValues: rules))
    }
}

extension AccessRules: Equatable {
    public static func == (one: AccessRules, other: AccessRules) -> Bool { one.byRole == other.byRole }
}

/// What one role sees of one kind of record.
public struct AccessRule: Sendable, Equatable, Codable {
    public var rows: Rows
    /// By the field's name. What is not in it is seen and written.
    public var fields: [String: FieldAccess]

    /// Which records.
    public enum Rows: Sendable, Equatable, Codable {
        case all
        /// Those whose owner is in a team with the member, or is the member.
        case team
        /// Those the member owns.
        case own
        /// Those where a field has one of these values, in their plain form. The column holds the field; one that the
        /// business added is `custom.<its name>`.
        case some(field: String, column: String, values: [String])

        func isWithin(_ other: Rows) -> Bool {
            switch (self, other) {
            case (_, .all), (.own, .team): true
            case (.some(_, let column, let values), .some(_, let theirs, let most)): column == theirs && Set(values).isSubset(of: most)
            default: self == other
            }
        }

        /// Whose value decides.
        var field: String? {
            switch self {
            case .all: nil
            case .team, .own: Member.ownerColumn
            case .some(let field, _, _): field
            }
        }
    }

    /// What may be done with a field.
    public enum FieldAccess: String, Sendable, Codable {
        /// Seen, but never written.
        case readOnly = "read_only"
        /// As if there were none.
        case hidden
    }

    public init(rows: Rows = .all, fields: [String: FieldAccess] = [:]) {
        self.rows = rows
        self.fields = fields
    }

    /// Whether it takes anything away.
    public var isOpen: Bool { rows == .all && fields.isEmpty }

    /// Whether it shows no more than another one, to whoever has either.
    func isWithin(_ other: AccessRule) -> Bool {
        rows.isWithin(other.rows) && other.fields.allSatisfy { name, access in fields[name] == access || fields[name] == .hidden }
    }

    func names(_ access: FieldAccess) -> Set<String> { Set(fields.filter { $0.value == access }.map(\.key)) }
}

extension Scope {
    /// Whether no rule keeps records or fields from this member. Who does not see everything decides for nobody who sees what: they
    /// would see it themself, or by somebody they let in.
    public var seesEverything: Bool { business.accessRules.rows(for: member) == .none }
}
