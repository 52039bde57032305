import Platform
import Web

/// `/people`: everybody with an account, and whether they may sign in.
struct PeopleRoutes: Sendable {
    let voices: Voices
    /// nil where no mail goes out.
    let letters: Letters?

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
            .get("/people/{id}", .operators(.support)) { request, scope in
                .page(try await PersonView(scope: scope, sendsMail: letters != nil).page(request.id()))
            },
            .post("/people/{id}/sign-out", .operators(.admin)) { request, scope -> Answer<PersonPage> in
                let id = try request.id(of: User.self)
                try await Assisting(scope: scope).endSessions(of: id)
                return .seeOther("/people/\(id)", saying: Announcement(scope.voice.say("operators.person.signed_out")))
            },
            .post("/people/{id}/reset", .operators(.admin)) { request, scope -> Answer<PersonPage> in
                let id = try request.id(of: User.self)
                guard let letters else { throw PageError.notFound }
                let isSent = try await Assisting(scope: scope).sendReset(to: id, letters, voices)
                let said = scope.voice.say(isSent ? "operators.person.reset_sent" : "operators.person.reset_not_sent")
                return .seeOther("/people/\(id)", saying: Announcement(said, kind: isSent ? .success : .warning))
            },
        ]
    }

    /// Back to the person's page, or to the list as it was, whose search and filter the action's address carries along.
    private func answer(
        _ request: Request, _ scope: OperatorScope, _ outcome: Outcome, _ what: String,
        undo: String? = nil
    ) -> Answer<DirectoryPage> {
        let undo = undo.map { address($0, request.query) }
        let announcement = outcome.announcement("operators.people.\(what)", scope.voice, undo: undo)
        let isOnPage = request.query["at"] == "person"
        return .seeOther(isOnPage ? "/people/\(request.parameters["id"] ?? "")" : address("/people", request.query), saying: announcement)
    }
}
