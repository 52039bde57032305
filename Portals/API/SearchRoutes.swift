import Platform

/// `/api/v1/search`: all records that a program may read, at once.
struct SearchRoutes: Sendable {
    let registry: Registry

    static let path = "\(APIPortal.root)/search"

    var routes: [Route<Scope>] {
        [
            .raw(.get, Self.path, .member(AccountPermissions.search)) { request, scope in
                let query = try OwnBusiness(scope: scope).query(request.query)
                return .json(answer(try await registry.search(try term(query), for: scope), scope))
            }
        ]
    }

    /// - Throws: `InvalidInput` naming the parameters that cannot be taken.
    private func term(_ query: Form) throws -> String {
        var problems: [InvalidInput.Problem] = [], seen: Set<String> = []
        for (name, value) in query.fields {
            if !seen.insert(name).inserted { problems.append(.init(name, "api.problems.twice")) }
            if name != "q" { problems.append(.init(name, "api.problems.parameter")) }
            if name == "q", value.unicodeScalars.count > RecordHits.mostTerm || value.utf8.contains(0) { problems.append(.init(name, "api.problems.search")) }
        }
        let term = query.text("q")
        if term.isEmpty, problems.isEmpty { problems.append(.init("q", "api.problems.search_empty")) }
        guard problems.isEmpty else { throw InvalidInput(problems, status: .badRequest) }
        return term
    }

    private func answer(_ found: [RecordHits], _ scope: Scope) -> JSONValue {
        ["data": .array(found.map { group in
            [
                "module": .string(group.module), "records": .string(group.record), "label": .string(scope.say(group.many)),
                "more": .bool(group.hasMore),
                "hits": .array(group.hits.map { hit in
                    [
                        "id": .string(hit.id), "title": .string(hit.title), "detail": .string(hit.detail),
                        "path": .string("\(APIPortal.root)\(hit.path)"),
                    ]
                }),
            ]
        })]
    }
}
