/// The chain `User → Subscription → Plan → Feature → Module → Permission` for one member of a business. Every route is decided by
/// it, and so is every answer to the question why somebody may go there or not.
struct Chain: Sendable {
    let business: Business
    let permissions: Set<Permission>
    /// Whether the person's account opens at all.
    var isActive = true

    /// The first link that refuses a route; nil when none does.
    func refusal(_ access: Access, of feature: Feature?) -> Refusal? {
        switch access {
        case .open: nil
        case .operators, .directory: .user
        case .member(let permission): refusal(of: permission, behind: feature)
        }
    }

    /// The first link that refuses a permission; nil when none does.
    /// - Parameter feature: what the permission's module hangs on; nil for what belongs to no module.
    func refusal(of permission: Permission, behind feature: Feature?) -> Refusal? {
        guard isActive else { return .user }
        if let refusal = business.refusal(of: feature) { return refusal }
        return permissions.contains(permission) ? nil : .permission(permission)
    }
}

extension Registry {
    /// The link of the chain that refuses a route to those who have a role; nil when none does.
    public func refusal(_ access: Access, of feature: Feature?, to role: BusinessRole, in business: Business) -> Refusal? {
        Chain(business: business, permissions: permissions(of: role)).refusal(access, of: feature)
    }
}
