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
                let roles = try await roles(scope)
                for kind in kinds { shown.append(words.kind(kind, try await kind.referred(in: scope), roles)) }
                return .page(AccessPage(
                    crumbs: [words.settings], kinds: shown, teams: TeamPages(scope: scope).table(teams, people),
                    newTeamPath: scope.seesEverything ? TeamRoutes.path + "/new" : nil,
                    ruled: scope.seesEverything ? nil : scope.say(RoleError.ruled.message)))
            },
            .get("\(Self.path)/{table}/{role}", Self.access) { request, scope in
                let (kind, role) = try await place(request, scope), words = AccessWords(scope: scope)
                let typed = words.typed(role, on: kind)
                return .page(AccessForm(kind: kind, role: role, scope: scope, referred: try await kind.referred(in: scope)).page(typed))
            },
            .post("\(Self.path)/{table}/{role}", Self.access) { (request: Request, scope: Scope) -> Answer<RecordFormPage> in
                let (kind, role) = try await place(request, scope)
                let referred = try await kind.referred(in: scope), draft = AccessDraft(request.form, kind, referred, for: role)
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

    private func place(_ request: Request, _ scope: Scope) async throws -> (Ruleable, BusinessRole) {
        guard let kind = registry.ruleable(for: scope).first(where: { $0.table == request.parameters["table"] }),
            let role = try await roles(scope).first(where: { $0.key == request.parameters["role"] })
        else { throw PageError.notFound }
        return (kind, role)
    }

    /// Those about which something can be decided.
    private func roles(_ scope: Scope) async throws -> [BusinessRole] {
        let made = try await Roles(registry, in: scope).all().map(\.role)
        return (BusinessRole.ladder + made).filter(\.isRuled)
    }
}
