/// What one member may give to others by way of roles: nothing they do not have themself.
public struct Granting: Sendable {
    public let registry: Registry
    public let scope: Scope

    public init(_ registry: Registry, in scope: Scope) {
        self.registry = registry
        self.scope = scope
    }

    /// Whether they may decide about a permission in a role. What only owners have is in no role that a business makes.
    public func mayDecide(_ permission: Permission) -> Bool { permission.least != .owner && scope.may(permission) }

    /// The rungs on which a role may stand that they make, the lowest first: none above their own.
    public var rungs: [Role] { Role.allCases.filter { $0 < .owner && $0 <= scope.member.role } }

    /// Whether they may give a role to somebody else: one that does and sees no more than they.
    public func mayAssign(_ role: BusinessRole) -> Bool {
        rungs.contains(role.rung) && registry.permissions(of: role).isSubset(of: scope.permissions) && seesNoMore(role, by: scope.business.accessRules)
    }

    private func seesNoMore(_ role: BusinessRole, by rules: AccessRules) -> Bool {
        scope.seesEverything || rules.sees(role, noMoreThan: scope.member.businessRole)
    }

    /// Whether they may change or end the seat of somebody who has this role: not that of somebody who may do more than they.
    public func mayGovern(_ role: BusinessRole) -> Bool {
        role.rung <= scope.member.role && registry.permissions(of: role).isSubset(of: scope.permissions)
    }

    /// - Throws: `SeatError.rank` where they may not.
    func checkMayGovern(_ role: BusinessRole) throws(SeatError) {
        guard mayGovern(role) else { throw .rank }
    }

    /// Whether they may change a role of the business: not their own, and none that stands above them.
    public func mayChange(_ role: StoredRole) -> Bool { (try? check(role)) != nil }

    /// - Throws: `RoleError.own` or `.beyond` where they may not.
    func check(_ role: StoredRole) throws(RoleError) {
        if role.id == scope.member.customRole?.id { throw .own }
        guard rungs.contains(role.rung) else { throw .beyond }
    }

    /// - Parameter rules: what is decided about records then; nil: as now.
    /// - Throws: `RoleError.beyond` when those who have a role would get by another what this member does not have, `.ruled` when
    ///   they would see what this member does not.
    func check(from before: BusinessRole?, to after: BusinessRole, by rules: AccessRules? = nil) throws(RoleError) {
        let stays = before?.key == after.key && before?.rung == after.rung
        guard stays || seesNoMore(after, by: rules ?? scope.business.accessRules) else { throw .ruled }
        let gained = registry.permissions(of: after).subtracting(before.map(registry.permissions(of:)) ?? [])
        guard rungs.contains(after.rung), gained.isSubset(of: scope.permissions) else { throw .beyond }
    }

    /// What a role decides after somebody looked over some of it.
    /// - Parameters:
    ///   - offered: the permissions that were looked over, by their names; all others stay as they are.
    ///   - checked: those of them that the role is to have.
    /// - Throws: `RoleError.beyond` where something was checked that this member may not decide.
    func decisions(of role: StoredRole, offered: Set<String>, checked: Set<String>) throws(RoleError) -> [String: Bool] {
        var decisions = role.decisions
        let decidable = registry.permissions.filter(mayDecide)
        guard checked.isSubset(of: decidable.map(\.name)) else { throw .beyond }
        for permission in decidable where offered.contains(permission.name) {
            let wanted = checked.contains(permission.name)
            decisions[permission.name] = wanted == (role.rung >= permission.least) ? nil : wanted
        }
        return decisions
    }

    /// The same decisions on a rung: what this member does not have themself, the role does not get by it.
    func decisions(_ decisions: [String: Bool], on rung: Role, from before: BusinessRole?) -> [String: Bool] {
        let had = before.map(registry.permissions(of:)) ?? []
        let gained = registry.permissions(of: rung, deciding: decisions).subtracting(had)
        return gained.filter { !scope.may($0) }.reduce(into: decisions) { $0[$1.name] = false }
    }
}
