import Platform

/// The roles of a business as people read them.
struct RoleList: Sendable {
    let words: RoleWords
    private var scope: Scope { words.scope }

    func page(_ own: [StoredRole], _ counts: [Role: Int]) -> RolesPage {
        RolesPage(
            crumbs: words.crumbs(below: false), tabs: words.tabs(at: RoleRoutes.path), newPath: "\(RoleRoutes.path)/new",
            shipped: shipped(counts), own: own.isEmpty ? nil : table(own))
    }

    private func shipped(_ counts: [Role: Int]) -> Table {
        let members = scope.say("platform.home.members"), text = words.say("meaning")
        return Table(words.say("shipped"), columns: [.init(scope.say("platform.home.role")), .init(text), .init(members, isNumeric: true)],
            rows: Role.allCases.reversed().map { role in
                Table.Row(id: role.rawValue, title: scope.say(role.name), link: Link("\(RoleRoutes.matrix)?role=\(role.rawValue)"), cells: [
                    Table.Cell(scope.say(Phrase("platform.role_texts.\(role.rawValue)")), label: text, style: .reason),
                    Table.Cell(scope.formats.number(counts[role] ?? 0), label: members, style: .number),
                ])
            })
    }

    private func table(_ own: [StoredRole]) -> Table {
        let members = scope.say("platform.home.members"), rung = words.say("rung"), text = words.say("description"), differs = words.say("differences")
        return Table(words.say("own_roles"), columns: [
            .init(scope.say("platform.home.role")), .init(rung), .init(text), .init(differs, isNumeric: true), .init(members, isNumeric: true),
        ], rows: own.map { role in
            let path = "\(RoleRoutes.path)/\(role.id)"
            return Table.Row(id: role.id.description, title: role.name, link: Link(path), cells: [
                Table.Cell(scope.say(role.rung.name), label: rung), Table.Cell(role.description, label: text, style: .reason),
                Table.Cell(scope.formats.number(differences(role)), label: differs, style: .number),
                Table.Cell(scope.formats.number(role.members), label: members, style: .number),
            ], action: words.mayChange(role) ? .init(scope.say("common.delete"), leadingTo: path + "/delete") : nil)
        })
    }

    /// Permissions that are not as on the rung.
    private func differences(_ role: StoredRole) -> Int {
        words.registry.permissions(of: role.role).symmetricDifference(words.registry.permissions(of: BusinessRole(role.rung))).count
    }

    /// Asks before a role is removed.
    func question(_ role: StoredRole) -> DeletePage {
        DeletePage(
            title: words.say("delete_title", ["name": .text(role.name)]),
            text: words.say("delete_text", ["count": .number(role.members), "rung": .phrase(role.rung.name)]), crumbs: words.crumbs(),
            action: "\(RoleRoutes.path)/\(role.id)/delete", cancelPath: "\(RoleRoutes.path)/\(role.id)")
    }

    /// Asks before what was decided for a role is dropped.
    func resetting(_ role: StoredRole, _ error: Phrase? = nil) -> RecordFormPage {
        RecordFormPage(
            title: words.say("reset_title", ["name": .text(role.name), "rung": .phrase(role.rung.name)]),
            text: words.say("reset_text", ["rung": .phrase(role.rung.name)]), crumbs: words.crumbs() + [Crumb(role.name, path: "\(RoleRoutes.path)/\(role.id)")],
            action: "\(RoleRoutes.path)/\(role.id)/reset", cancelPath: "\(RoleRoutes.path)/\(role.id)", submitLabel: words.say("reset"),
            isDangerous: true, sections: [], version: String(role.version), error: error.map(scope.say))
    }
}

extension RoleWords {
    func mayChange(_ role: StoredRole) -> Bool { Granting(registry, in: scope).mayChange(role) }
}
