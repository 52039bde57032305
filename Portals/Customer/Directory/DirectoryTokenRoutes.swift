import Platform

/// `/settings/directory`: where a business's directory comes in, by which tokens, and who of its people waits for a seat.
struct DirectoryTokenRoutes: Sendable {
    /// Where directories reach the portal, e.g. `https://kontor.example`.
    let origin: String
    static let path = "/settings/directory"
    private static let access = Access.member(AccountPermissions.directory)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in .page(try await page(scope)) },
            .post("\(Self.path)/retry", Self.access) { (_, scope) -> Answer<DirectoryPage> in
                let waiting = try await WaitingPeople(in: scope).tryAgain()
                let said = waiting == 0 ? Phrase("scim.page.said_none_waits") : Phrase("scim.page.said_retried", ["count": .number(waiting)])
                return .seeOther(Self.path, saying: Announcement(scope.say(said)))
            },
            .get("\(Self.path)/new", Self.access) { _, scope in .page(DirectoryTokenPage(asking: scope)) }.freshly,
            .post("\(Self.path)/new", Self.access) { request, scope in try await make(request.form, scope) }.freshly,
            .get("\(Self.path)/{id}/revoke", Self.access) { request, scope in
                .page(DirectoryRevokePage(try await DirectoryTokens(in: scope).one(try request.id()), scope))
            },
            .post("\(Self.path)/{id}/revoke", Self.access) { (request, scope) -> Answer<DirectoryRevokePage> in
                let tokens = DirectoryTokens(in: scope), token = try await tokens.one(try request.id())
                try await tokens.revoke(token.id)
                return .seeOther(Self.path, saying: Announcement(scope.say(Phrase("scim.page.said_revoked", ["name": .text(token.name)]))))
            },
        ]
    }

    private func page(_ scope: Scope) async throws -> DirectoryPage {
        let waiting = WaitingPeople(in: scope)
        return DirectoryPage(
            scope, address: "\(origin)/scim/v2", tokens: try await DirectoryTokens(in: scope).all(), counts: try await waiting.counts(),
            waiting: try await waiting.first())
    }

    /// Answers with the token itself, not with where to see it: there is no such place.
    private func make(_ form: Form, _ scope: Scope) async throws -> Answer<DirectoryTokenPage> {
        guard let id = form["id"].flatMap(ID<DirectoryToken>.init) else { throw PageError.badForm }
        let name = form.text("name"), length = name.unicodeScalars.count
        let problem: Phrase? = if name.isEmpty { "platform.problems.required" } else if name.utf8.contains(0) { "platform.problems.nul" } else if length > 100 {
            Phrase("platform.problems.too_long", ["limit": .number(100), "length": .number(length)])
        } else { nil }
        if let problem { return .page(DirectoryTokenPage(asking: scope, form, problem: problem), status: .unprocessableContent) }
        do {
            let secret = try await DirectoryTokens(in: scope).make(id, name: name)
            return .page(DirectoryTokenPage(made: name, secret, address: "\(origin)/scim/v2", scope), status: .created)
        } catch let error as APIKeyError {
            return .page(DirectoryTokenPage(asking: scope, form, error: error.message), status: error.status)
        }
    }
}
