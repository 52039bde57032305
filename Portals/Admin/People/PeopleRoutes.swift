import Platform
import Web

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
        _ request: Request, _ scope: OperatorScope, _ outcome: Outcome, _ what: String,
        undo: String? = nil
    ) -> Answer<DirectoryPage> {
        let undo = undo.map { address($0, request.query) }
        let announcement = outcome.announcement("operators.people.\(what)", scope.voice, undo: undo)
        return .seeOther(address("/people", request.query), saying: announcement)
    }
}
