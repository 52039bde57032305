import Platform

/// `/search`: all records a member may see, at once.
struct GlobalSearch: Sendable {
    let registry: Registry

    static let path = "/search"

    var routes: [Route<Scope>] {
        [
            .get(Self.path, .member(AccountPermissions.search)) { request, scope in .page(try await page(request.query.text("q"), scope)) }.openToAssists
        ]
    }

    private func page(_ asked: String, _ scope: Scope) async throws -> SearchPage {
        let term = String(asked.filter { $0 != "\0" }), length = term.unicodeScalars.count
        func page(_ groups: [SearchPage.Group], note: Phrase?) -> SearchPage {
            SearchPage(path: Self.path, term: term, groups: groups, note: note.map(scope.say))
        }
        guard !term.isEmpty else { return page([], note: "customer.search.hint") }
        guard length <= RecordHits.mostTerm else {
            return page([], note: Phrase("customer.search.too_long", ["most": .number(RecordHits.mostTerm), "length": .number(length)]))
        }
        let found = try await registry.search(term, for: scope)
        return page(found.map { group($0, scope) }, note: found.isEmpty ? Phrase("customer.search.nothing", ["term": .text(term)]) : nil)
    }

    private func group(_ found: RecordHits, _ scope: Scope) -> SearchPage.Group {
        let title = scope.say(found.many)
        return SearchPage.Group(
            title: title, hits: found.hits.map { .init(title: $0.title, initials: initials($0.title), detail: $0.detail.isEmpty ? nil : $0.detail, path: $0.path) },
            all: ListAction(scope.say(Phrase("customer.search.all", ["many": .text(title)])), path: found.listPath))
    }
}
