import FoundationEssentials
import Platform
import Web

/// `/profile/passkeys`: a person's passkeys, made, named and removed.
struct PasskeyRoutes: Sendable {
    let portal: CustomerPortal
    private var passkeys: Passkeys { portal.passkeys }
    private var cookie: Cookie { portal.cookie }
    static let path = "/profile/passkeys"
    private static let access = Access.member(AccountPermissions.profile)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { request, scope in .page(try await page(request, scope)) },
            .raw(.post, "\(Self.path)/options", Self.access) { request, scope in
                .json(try await passkeys.registration(for: scope.member, of: cookie.session(of: request)))
            }.freshly,
            .post(Self.path, Self.access) { request, scope in try await add(request, scope) }.freshly,
            .post("\(Self.path)/{id}/name", Self.access) { request, scope in try await rename(request, scope) },
            .get("\(Self.path)/{id}/remove", Self.access) { request, scope in
                let id: ID<Passkeys> = try request.id()
                guard let known = try await passkeys.all(of: cookie.session(of: request)).first(where: { $0.id == id }) else { throw PageError.notFound }
                return .page(SecurityQuestionPage(
                    "passkeys", action: "\(Self.path)/\(id)/remove", cancel: Self.path, scope, ["name": .text(known.name)]))
            }.freshly,
            .post("\(Self.path)/{id}/remove", Self.access) { request, scope in
                try await remove(request.id(), request, scope)
                return said("removed", scope)
            }.freshly,
        ]
    }

    private func add(_ request: Request, _ scope: Scope) async throws -> Answer<PasskeysPage> {
        guard let name = name(request) else { return .page(try await page(request, scope, problem: "security.passkeys.name_wrong"), status: .unprocessableContent) }
        do {
            let mail = try portal.notice(of: .passkeyAdded(name), request, scope)
            try await passkeys.add(request.form["credential"] ?? "", named: name, of: cookie.session(of: request), telling: mail)
        } catch let error as PasskeyError {
            return .page(try await page(request, scope, error: error.message), status: error.status)
        }
        return said("added", scope)
    }

    private func remove(_ id: ID<Passkeys>, _ request: Request, _ scope: Scope) async throws {
        let session = try cookie.session(of: request)
        let name = try await passkeys.all(of: session).first { $0.id == id }?.name
        try await passkeys.remove(id, of: session, telling: try portal.notice(of: .passkeyRemoved(name), request, scope))
    }

    private func rename(_ request: Request, _ scope: Scope) async throws -> Answer<PasskeysPage> {
        let id: ID<Passkeys> = try request.id()
        guard let name = name(request) else { return .page(try await page(request, scope, error: "security.passkeys.name_wrong"), status: .unprocessableContent) }
        try await passkeys.rename(id, to: name, of: cookie.session(of: request))
        return said("renamed", scope)
    }

    private func name(_ request: Request) -> String? {
        let name = request.form.text("name")
        return (1...100).contains(name.unicodeScalars.count) && !name.utf8.contains(0) ? name : nil
    }

    private func said(_ key: String, _ scope: Scope) -> Answer<PasskeysPage> {
        .seeOther(Self.path, saying: Announcement(scope.say(Phrase("security.passkeys.\(key)"))))
    }

    private func page(_ request: Request, _ scope: Scope, problem: Phrase? = nil, error: Phrase? = nil) async throws -> PasskeysPage {
        let agent = DeviceName(request.headers[.userAgent] ?? "")
        return PasskeysPage(
            try await passkeys.all(of: cookie.session(of: request)), name: scope.say(agent.phrase), scope,
            problem: problem.map(scope.say), error: error.map(scope.say))
    }
}

extension Response {
    /// For a script of ours.
    static func json(_ value: JSONValue) -> Response {
        Response(headers: [.contentType: "application/json", .cacheControl: "no-store"], body: .bytes(value.bytes))
    }
}
