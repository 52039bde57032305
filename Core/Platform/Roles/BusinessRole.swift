/// A role that a member of a business can have: one of the ladder, or one that the business made and that stands on a rung of it.
public struct BusinessRole: Sendable, Equatable {
    public let rung: Role
    /// nil for one of the ladder.
    public let custom: CustomRole?

    public init(_ rung: Role) {
        self.rung = rung
        custom = nil
    }

    public init(_ custom: CustomRole, on rung: Role) {
        self.rung = rung
        self.custom = custom
    }

    /// What it goes by in paths, forms and rules: `staff`, or the id of one that the business made.
    public var key: String { custom?.id.description ?? rung.rawValue }

    /// What people call it.
    public var name: Phrase {
        custom.map { Phrase("platform.values.text", ["text": .text($0.name)]) } ?? Phrase("platform.roles.\(rung.rawValue)")
    }

    /// Whether a business can decide which records and fields it sees.
    public var isRuled: Bool { AccessRules.roles.contains(rung) }

    public static let viewer = BusinessRole(.viewer), staff = BusinessRole(.staff), manager = BusinessRole(.manager)
    public static let admin = BusinessRole(.admin), owner = BusinessRole(.owner)

    /// The ladder, the lowest first.
    public static let ladder = Role.allCases.map { BusinessRole($0) }
}

extension Member {
    /// The role as their business knows it.
    public var businessRole: BusinessRole { customRole.map { BusinessRole($0, on: role) } ?? BusinessRole(role) }
}

extension Registry {
    /// What whoever has the role may do.
    public func permissions(of role: BusinessRole) -> Set<Permission> {
        permissions(of: role.rung, deciding: role.custom?.decisions ?? [:])
    }
}
