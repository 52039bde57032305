import Platform

/// `/people`: everybody with an account, and whether they may sign in.
struct PeopleRoutes: Sendable {
    var routes: [Route<OperatorScope>] {
        [
            .get("/people", .operators(.support)) { request, scope in
                .page(try await PeopleList(scope: scope).page(request.query))
            },
            .post("/people/{id}/deactivate", .operators(.admin)) { request, scope in
                let id = try request.id(of: User.self)
                let outcome = try await Deactivating(scope: scope).deactivate(id)
                return answer(request, scope, outcome, "deactivated", undo: "/people/\(id)/activate")
            },
            .post("/people/{id}/activate", .operators(.admin)) { request, scope in
                let outcome = try await Deactivating(scope: scope).activate(try request.id(of: User.self))
                return answer(request, scope, outcome, "activated")
            },
        ]
    }

    /// Back to the list as it was, whose search and filter the action's address carries along.
    private func answer(
        _ request: Request, _ scope: OperatorScope, _ outcome: (name: String, isDone: Bool), _ what: String,
        undo: String? = nil
    ) -> Answer<PeoplePage> {
        let key = outcome.isDone ? "operators.people.\(what)" : "operators.people.\(what)_already"
        let text = scope.voice.say(Phrase(key, ["name": .text(outcome.name)]))
        let path = address("/people", request.query)
        guard outcome.isDone else { return .seeOther(path, saying: Announcement(text, kind: .info)) }
        return .seeOther(path, saying: Announcement(text, undo: undo.map { address($0, request.query) }))
    }
}
