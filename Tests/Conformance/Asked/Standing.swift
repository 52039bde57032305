import Platform
import Support
import Web

/// How a business stands with one module.
enum Standing: CaseIterable, Sendable {
    case on
    /// The business has switched it off.
    case off
    /// The plan leaves it out.
    case notInPlan
    case suspended

    /// What says that a route is refused then.
    var rule: Rule {
        switch self {
        case .on: .permission
        case .off, .notInPlan: .feature
        case .suspended: .suspension
        }
    }

    var words: String {
        switch self {
        case .on: "without the permission"
        case .off: "of a business that has the module switched off"
        case .notInPlan: "of a business whose plan leaves the module out"
        case .suspended: "of a suspended business"
        }
    }
}

extension House {
    func arrange(_ state: Standing, of feature: Feature, for business: ID<Business>) async throws {
        let off = state == .off ? [feature.name] : [], reason = state == .suspended ? "Unpaid" : nil
        try await platform.superuser.write(
            Query.execute("""
                update businesses set features_off = \(off), suspended_reason = \(reason), suspended_at = case when \(reason)::text is null then null else now() end
                 where id = \(business)
                """),
            Query.execute("delete from overrides where business_id = \(business)"),
            Query.execute("""
                insert into overrides (business_id, id, kind, name, value, reason)
                select \(business), gen_random_uuid(), 'feature', \(feature.name), 'false', 'Test' where \(state == .notInPlan)
                """))
    }
}

/// Somebody with a seat, by their browser and by a program whose key was given more than the role has.
struct Crewman: Sendable {
    let scope: Scope
    let cookie, bearer: Key

    func key(_ route: RouteSummary) -> Key { route.isAPI ? bearer : cookie }

    /// They made their key when they were an owner.
    static func joining(_ tenant: Tenant, as role: Role, in house: House) async throws -> Crewman {
        let scope = try await house.platform.join(tenant.scope.business.id, as: .owner)
        let crewman = try await Crewman(scope: scope, cookie: house.cookie(of: scope), bearer: house.bearer(of: scope))
        try await house.platform.superuser.write(Query.execute("update members set role = \(role) where id = \(scope.member.id)"))
        return crewman
    }
}
