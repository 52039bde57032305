import FoundationEssentials
import Platform

/// `/settings/roles`: the roles of the business, and what each may do.
struct RoleRoutes: Sendable {
    let registry: Registry

    static let path = "/settings/roles"
    static let matrix = path + "/matrix"
    static let member = path + "/member"
    static let access = Access.member(AccountPermissions.roles)

    var routes: [Route<Scope>] { looking + [deciding] + making + changing + ending + MemberRightsRoutes(registry: registry).routes }

    private var looking: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in
                let roles = roles(scope)
                return .page(RoleList(words: words(scope)).page(try await roles.all(), try await roles.ladderCounts()))
            },
            .get(Self.matrix, Self.access) { request, scope in
                let chosen = request.query.text("role"), term = request.query.text("q")
                return .page(RoleMatrix(words: words(scope), own: try await roles(scope).all(), chosen: chosen, term: term).page())
            },
            .get("\(Self.path)/{id}", Self.access) { request, scope in .page(try await permissions(try await one(request, scope), scope).page()) },
        ]
    }

    private var deciding: Route<Scope> {
        .post("\(Self.path)/{id}", Self.access) { (request: Request, scope: Scope) -> Answer<RolePage> in
            let role = try await one(request, scope), version = try version(request)
            let offered = Set(request.form.all("offered").flatMap { $0.split(separator: " ").map(String.init) })
            do {
                try await roles(scope).decide(role.id, offered: offered, checked: Set(request.form.all("may")), version: version)
            } catch let error as RoleError {
                return .page(try await permissions(try await one(request, scope), scope).page(error.message), status: error.status)
            }
            return said("said_decided", role.name, at: "\(Self.path)/\(role.id)", scope)
        }
    }

    private var making: [Route<Scope>] {
        [
            .get("\(Self.path)/new", Self.access) { _, scope in .page(RoleForm(words(scope), models: try await roles(scope).assignable()).page()) },
            .post("\(Self.path)/new", Self.access) { (request: Request, scope: Scope) -> Answer<RecordFormPage> in
                var form = RoleForm(words(scope), models: try await roles(scope).assignable(), typed: request.form)
                guard let draft = try form.draft() else { return .page(form.page(), status: .unprocessableContent) }
                do {
                    try await roles(scope).make(draft, like: form.model)
                } catch let error as RoleError {
                    return .page(form.page(error), status: error.status)
                }
                return said("said_made", draft.name, at: "\(Self.path)/\(draft.id)", scope)
            },
        ]
    }

    private var changing: [Route<Scope>] {
        [
            .get("\(Self.path)/{id}/edit", Self.access) { request, scope in
                let role = try await one(request, scope)
                return .page(RoleForm(words(scope), role).page())
            },
            .post("\(Self.path)/{id}/edit", Self.access) { (request: Request, scope: Scope) -> Answer<RecordFormPage> in
                let role = try await one(request, scope), version = try version(request)
                var form = RoleForm(words(scope), role, typed: request.form)
                guard let draft = try form.draft() else { return .page(form.page(), status: .unprocessableContent) }
                do {
                    try await roles(scope).change(draft, version: version)
                } catch let error as RoleError {
                    return .page(form.page(error), status: error.status)
                }
                return said("said_decided", draft.name, at: "\(Self.path)/\(role.id)", scope)
            },
        ]
    }

    private var ending: [Route<Scope>] {
        [
            .get("\(Self.path)/{id}/reset", Self.access) { request, scope in .page(RoleList(words: words(scope)).resetting(try await one(request, scope))) },
            .post("\(Self.path)/{id}/reset", Self.access) { (request: Request, scope: Scope) -> Answer<RecordFormPage> in
                let role = try await one(request, scope)
                do {
                    try await roles(scope).reset(role.id, version: try version(request))
                } catch RoleError.changed {
                    return .page(RoleList(words: words(scope)).resetting(try await one(request, scope), RoleError.changed.message), status: .conflict)
                }
                return said("said_decided", role.name, at: "\(Self.path)/\(role.id)", scope)
            },
            .get("\(Self.path)/{id}/delete", Self.access) { request, scope in .page(RoleList(words: words(scope)).question(try await one(request, scope))) },
            .post("\(Self.path)/{id}/delete", Self.access) { (request: Request, scope: Scope) -> Answer<DeletePage> in
                let role = try await one(request, scope)
                try await roles(scope).remove(role.id)
                return said("said_deleted", role.name, at: Self.path, scope)
            },
        ]
    }

    private func permissions(_ role: StoredRole, _ scope: Scope) async throws -> RolePermissions {
        RolePermissions(words: words(scope), stored: role, rules: try await RoleRules(registry: registry, scope: scope).table(role.role))
    }

    private func one(_ request: Request, _ scope: Scope) async throws -> StoredRole { try await roles(scope).one(try request.id()) }

    private func version(_ request: Request) throws -> Int {
        guard let version = request.form["version"].flatMap(Int.init) else { throw PageError.badForm }
        return version
    }

    private func said<P: Page>(_ key: String, _ name: String, at path: String, _ scope: Scope) -> Answer<P> {
        .seeOther(path, saying: Announcement(words(scope).say(key, ["name": .text(name)])))
    }

    private func roles(_ scope: Scope) -> Roles { Roles(registry, in: scope) }
    private func words(_ scope: Scope) -> RoleWords { RoleWords(registry: registry, scope: scope) }
}
