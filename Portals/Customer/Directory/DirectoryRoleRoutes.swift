import Platform

/// `/settings/directory-roles`: which groups of the business's directory give which roles.
struct DirectoryRoleRoutes: Sendable {
    let registry: Registry
    static let path = "/settings/directory-roles"
    private static let access = Access.member(AccountPermissions.settings)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in .page(try await page(scope)) },
            .post(Self.path, Self.access) { request, scope in
                let group = request.form.text("group")
                do {
                    try await roles(scope).add(group, role: request.form.text("role"))
                } catch let error as DirectoryRoleError {
                    return .page(try await page(scope, request.form, ["group": error.message]), status: error.status)
                } catch let error as RoleError {
                    return .page(try await page(scope, request.form, ["role": error.message]), status: error.status)
                }
                return said("added", group, scope)
            },
            .get("\(Self.path)/{id}/remove", Self.access) { request, scope in
                let role = try await roles(scope).one(try request.id())
                return .page(DeletePage(
                    title: scope.say(Phrase("directory.roles.remove_title", ["group": .text(role.group)])), text: scope.say("directory.roles.remove_text"),
                    crumbs: DomainsPage.crumbs(scope) + [Crumb(scope.say("directory.roles.title"), path: Self.path)],
                    action: "\(Self.path)/\(role.id)/remove", cancelPath: Self.path))
            },
            .post("\(Self.path)/{id}/remove", Self.access) { (request: Request, scope: Scope) -> Answer<DeletePage> in
                let role = try await roles(scope).one(try request.id())
                try await roles(scope).remove(role.id)
                return said("removed", role.group, scope)
            },
        ]
    }

    private func roles(_ scope: Scope) -> DirectoryRoles { DirectoryRoles(registry, in: scope) }

    private func said<P: Page>(_ what: String, _ group: String, _ scope: Scope) -> Answer<P> {
        .seeOther(Self.path, saying: Announcement(scope.say(Phrase("directory.roles.said_\(what)", ["group": .text(group)]))))
    }

    private func page(_ scope: Scope, _ typed: Form = Form(), _ problems: [String: Phrase] = [:]) async throws -> DirectoryRolesPage {
        let known = try await roles(scope).all(), offered = try await Roles(registry, in: scope).assignable()
        let granting = Granting(registry, in: scope), chosen = typed["role"] ?? Role.staff.rawValue
        let role = scope.say("platform.home.role")
        let table = Table(scope.say("directory.roles.title"), columns: [.init(scope.say("directory.roles.group")), .init(role)], rows: known.map { entry in
            Table.Row(
                id: entry.id.description, title: entry.group, cells: [Table.Cell(scope.say(entry.role.name), label: role)],
                action: granting.mayAssign(entry.role)
                    ? .init(scope.say("directory.domains.remove"), leadingTo: "\(Self.path)/\(entry.id)/remove") : nil)
        })
        return DirectoryRolesPage(crumbs: DomainsPage.crumbs(scope), table: known.isEmpty ? nil : table, fields: [
            FormField(
                "group", label: scope.say("directory.roles.group"), help: scope.say("directory.roles.group_help"),
                error: problems["group"].map(scope.say), isRequired: true, hasFocus: problems["group"] != nil,
                .text(.init(.text, typed.text("group"), maxLength: DirectoryRoles.mostName))),
            FormField(
                "role", label: role, error: problems["role"].map(scope.say), isRequired: true,
                .choice(.init(offered.map { Choice($0.key, scope.say($0.name), isSelected: $0.key == chosen) }))),
        ])
    }
}

/// Fills `templates/customer/directory-roles.mustache`.
struct DirectoryRolesPage: Page {
    static let template = "customer/directory-roles"

    let crumbs: [Crumb]
    let table: Table?
    let action = DirectoryRoleRoutes.path
    let fields: [FormField]
}
