/// Whether somebody may use a permission, and by what. The answer is the chain's own, so that it is never another than the one
/// they get when they try.
public struct Explanation: Sendable, Equatable {
    public let permission: Permission
    /// The link that refuses; nil when they may.
    public let refusal: Refusal?
    /// What their role says, whatever refuses before it is asked.
    public let role: Saying

    public var isAllowed: Bool { refusal == nil }

    /// What a role says of a permission, and why.
    public enum Saying: Sendable, Equatable {
        /// As every role on that rung.
        case rung(Role, allows: Bool)
        /// The business decided so for this role.
        case decided(allows: Bool)
        /// Only owners ever have it.
        case owners(allows: Bool)

        public var allows: Bool {
            switch self {
            case .rung(_, let allows), .decided(let allows), .owners(let allows): allows
            }
        }
    }

    init(_ permission: Permission, of role: BusinessRole, behind feature: Feature?, by chain: Chain) {
        let allows = chain.permissions.contains(permission)
        self.permission = permission
        refusal = chain.refusal(of: permission, behind: feature)
        self.role = if permission.least == .owner {
            .owners(allows: allows)
        } else if role.custom?.decisions[permission.name] != nil {
            .decided(allows: allows)
        } else {
            .rung(role.rung, allows: allows)
        }
    }
}

extension Registry {
    /// All permissions there are, those of no module last.
    public var permissionGroups: [PermissionGroup] {
        modules.map { PermissionGroup(module: $0, permissions: $0.allPermissions) } + [PermissionGroup(module: nil, permissions: AccountPermissions.all)]
    }

    /// What a member may do, permission by permission.
    /// - Parameter isActive: whether their account opens.
    public func explanations(of member: Member, in business: Business, isActive: Bool = true) -> [(group: PermissionGroup, answers: [Explanation])] {
        let chain = Chain(business: business, permissions: permissions(of: member), isActive: isActive)
        let features = features
        return permissionGroups.map { group in
            (group, group.permissions.map { permission in
                Explanation(permission, of: member.businessRole, behind: features[permission] ?? group.module?.feature, by: chain)
            })
        }
    }

    /// The features of those permissions all of whose routes stand behind the same one.
    private var features: [Permission: Feature] {
        let asked = routesByModule.compactMap { _, route -> (Permission, Feature)? in
            guard case .member(let permission) = route.access, let feature = route.feature else { return nil }
            return (permission, feature)
        }
        return Dictionary(grouping: asked, by: \.0).compactMapValues { routes in
            Set(routes.map(\.1)).count == 1 ? routes.first?.1 : nil
        }
    }
}

/// The permissions of one module.
public struct PermissionGroup: Sendable {
    /// nil: what belongs to no module.
    public let module: Module?
    public let permissions: [Permission]
}
