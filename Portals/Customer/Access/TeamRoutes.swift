import Platform

/// `/settings/teams`: who shares records with whom.
struct TeamRoutes: Sendable {
    static let path = "/settings/teams"
    private static let access = Access.member(AccountPermissions.access)

    var routes: [Route<Scope>] { [adding, making, changing, saving] + removing }

    private var adding: Route<Scope> {
        .get("\(Self.path)/new", Self.access) { _, scope in
            .page(TeamPages(scope: scope).form(nil, Form([("id", ID<Team>().description)]), try await TeamPages(scope: scope).people()))
        }
    }

    private var making: Route<Scope> {
        .post("\(Self.path)/new", Self.access) { request, scope in
            try await save(nil, request.form["id"].flatMap(ID<Team>.init) ?? ID(), request.form, scope)
        }
    }

    private var changing: Route<Scope> {
        .get("\(Self.path)/{id}", Self.access) { request, scope in
            let team = try await team(request, scope), pages = TeamPages(scope: scope)
            return .page(pages.form(team, pages.typed(team), try await pages.people()))
        }
    }

    private var saving: Route<Scope> {
        .post("\(Self.path)/{id}", Self.access) { request, scope in
            let team = try await team(request, scope)
            return try await save(team, team.id, request.form, scope)
        }
    }

    private var removing: [Route<Scope>] {
        [
            .get("\(Self.path)/{id}/delete", Self.access) { request, scope in
                .page(TeamPages(scope: scope).question(try await team(request, scope)))
            },
            .post("\(Self.path)/{id}/delete", Self.access) { (request: Request, scope: Scope) -> Answer<DeletePage> in
                let team = try await team(request, scope)
                try await Teams(in: scope).remove(team.id)
                return .seeOther(AccessRoutes.path, saying: Announcement(scope.say(Phrase("platform.teams.removed", ["name": .text(team.name)]))))
            },
        ]
    }

    private func save(_ team: Team?, _ id: ID<Team>, _ form: Form, _ scope: Scope) async throws -> Answer<RecordFormPage> {
        let pages = TeamPages(scope: scope), people = try await pages.people(), name = form.text("name")
        var problem: Phrase? = name.isEmpty ? "platform.problems.required" : nil
        if name.unicodeScalars.count > Teams.mostName {
            problem = Phrase("platform.problems.too_long", ["limit": .number(Teams.mostName), "length": .number(name.unicodeScalars.count)])
        }
        if name.utf8.contains(0) { problem = "platform.problems.nul" }
        if problem == nil {
            do {
                try await Teams(in: scope).save(id, name, people.map(\.id).filter { form["member.\($0)"] != nil })
                return .seeOther(AccessRoutes.path, saying: Announcement(scope.say(Phrase("platform.said.saved", ["title": .text(name)]))))
            } catch let error as TeamError {
                problem = error.message
            }
        }
        return .page(pages.form(team, form, people, problem), status: .unprocessableContent)
    }

    private func team(_ request: Request, _ scope: Scope) async throws -> Team {
        let id: ID<Team> = try request.id()
        guard let team = try await Teams(in: scope).all().first(where: { $0.id == id }) else { throw PageError.notFound }
        return team
    }
}
