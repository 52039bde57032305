import FoundationEssentials
import Platform

/// `/settings/roles/member`: what somebody may do, and why.
struct MemberRightsRoutes: Sendable {
    let registry: Registry

    var routes: [Route<Scope>] {
        [
            .get(RoleRoutes.member, RoleRoutes.access) { (request: Request, scope: Scope) -> Answer<MemberRightsPage> in
                let asked = request.query["member"].flatMap(ID<Member>.init) ?? scope.member.id
                return .seeOther("\(RoleRoutes.member)/\(asked)")
            },
            .get("\(RoleRoutes.member)/{id}", RoleRoutes.access) { (request: Request, scope: Scope) -> Answer<MemberRightsPage> in
                let id: ID<Member> = try request.id()
                if let other = request.query["member"].flatMap(ID<Member>.init), other != id { return .seeOther("\(RoleRoutes.member)/\(other)") }
                guard let (member, isActive) = try await scope.colleague(id) else { throw PageError.notFound }
                let rights = MemberRights(
                    words: RoleWords(registry: registry, scope: scope), member: member, isActive: isActive, term: request.query.text("q"),
                    narrowings: try await RoleRules(registry: registry, scope: scope).narrowings(member.businessRole))
                return .page(rights.page(try await TeamPages(scope: scope).people(), try await APIKeys(in: scope).of(id)))
            },
        ]
    }
}
