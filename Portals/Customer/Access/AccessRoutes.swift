import Platform

/// `/settings/access`: where a business decides who sees which records and fields.
struct AccessRoutes: Sendable {
    let registry: Registry

    static let path = "/settings/access"
    private static let access = Access.member(AccountPermissions.access)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in
                let words = AccessWords(scope: scope)
                let people = try await TeamPages(scope: scope).people(), teams = try await Teams(in: scope).all()
                let kinds = registry.ruleable(for: scope)
                var shown: [AccessPage.Kind] = []
                for kind in kinds { shown.append(words.kind(kind, try await kind.referred(in: scope))) }
                return .page(AccessPage(
                    crumbs: [words.settings], kinds: shown, teams: TeamPages(scope: scope).table(teams, people),
                    newTeamPath: TeamRoutes.path + "/new"))
            },
            .get("\(Self.path)/{table}/{role}", Self.access) { request, scope in
                let (kind, role) = try place(request, scope)
                let rule = scope.business.accessRules.rule(for: role, on: kind.table) ?? AccessRule()
                return .page(AccessForm(kind: kind, role: role, scope: scope, referred: try await kind.referred(in: scope)).page(rule.typed))
            },
            .post("\(Self.path)/{table}/{role}", Self.access) { (request: Request, scope: Scope) -> Answer<RecordFormPage> in
                let (kind, role) = try place(request, scope)
                let referred = try await kind.referred(in: scope), draft = AccessDraft(request.form, kind, referred)
                guard draft.problems.isEmpty else {
                    let form = AccessForm(kind: kind, role: role, scope: scope, referred: referred)
                    return .page(form.page(request.form, draft.problems), status: .unprocessableContent)
                }
                try await AccessDecisions(in: scope).decide(draft.rule, for: role, on: kind.table)
                let said = Phrase("platform.access.said", ["role": .phrase(role.name), "many": .phrase(kind.many)])
                return .seeOther(Self.path, saying: Announcement(scope.say(said)))
            },
        ]
    }

    private func place(_ request: Request, _ scope: Scope) throws -> (Ruleable, Role) {
        guard let kind = registry.ruleable(for: scope).first(where: { $0.table == request.parameters["table"] }),
            let role = request.parameters["role"].flatMap(Role.init(rawValue:)), AccessRules.roles.contains(role)
        else { throw PageError.notFound }
        return (kind, role)
    }
}
