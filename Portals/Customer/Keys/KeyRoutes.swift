import FoundationEssentials
import Platform

/// `/settings/keys`: the API keys of the business, made here and revoked here.
struct KeyRoutes: Sendable {
    let registry: Registry
    static let path = "/settings/keys"
    private static let access = Access.member(AccountPermissions.keys)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in .page(list(scope).page(try await APIKeys(in: scope).all())) },
            .get("\(Self.path)/new", Self.access) { _, scope in .page(form(scope).page()) }.freshly,
            .post("\(Self.path)/new", Self.access) { request, scope in try await make(request.form, scope) }.freshly,
            .get("\(Self.path)/{id}/revoke", Self.access) { request, scope in
                .page(list(scope).question(try await APIKeys(in: scope).one(try request.id())))
            },
            .post("\(Self.path)/{id}/revoke", Self.access) { request, scope in try await revoke(try request.id(), scope) },
        ]
    }

    /// Answers with the key itself, not with where to see it: there is no such place.
    private func make(_ typed: Form, _ scope: Scope) async throws -> Answer<KeyFormPage> {
        var form = form(scope, typed: typed)
        guard let key = try form.key() else { return .page(form.page(), status: .unprocessableContent) }
        do {
            let secret = try await APIKeys(in: scope).make(key)
            return .page(form.made(key, secret), status: .created)
        } catch let error as APIKeyError {
            return .page(form.page(error), status: error.status)
        }
    }

    private func revoke(_ id: ID<APIKey>, _ scope: Scope) async throws -> Answer<RevokeKeyPage> {
        let keys = APIKeys(in: scope)
        let key = try await keys.one(id)
        try await keys.revoke(id)
        return .seeOther(Self.path, saying: Announcement(scope.say(Phrase("platform.keys.said_revoked", ["name": .text(key.name)]))))
    }

    private func form(_ scope: Scope, typed: Form = Form()) -> KeyForm { KeyForm(words: words(scope), scope: scope, typed: typed) }
    private func list(_ scope: Scope) -> KeyList { KeyList(words: words(scope), scope: scope) }
    private func words(_ scope: Scope) -> ScopeWords { ScopeWords(registry: registry, scope: scope) }
}
