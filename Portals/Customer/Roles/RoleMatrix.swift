import Platform

/// Puts what each role may do side by side, as the modules declare it.
struct RoleMatrix: Sendable {
    let words: RoleWords
    let own: [StoredRole]
    /// The key of the only one to show; all when it is none's.
    let chosen: String
    let term: String

    private var scope: Scope { words.scope }
    private var registry: Registry { words.registry }
    private var all: [BusinessRole] { BusinessRole.ladder + own.map(\.role) }

    func page() -> RoleMatrixPage {
        let columns = all.filter { $0.key == chosen }, shown = columns.isEmpty ? all : columns
        let allowed = shown.map { registry.permissions(of: $0) }, rungs = shown.map { registry.permissions(of: BusinessRole($0.rung)) }
        let groups = words.groups(holding: term)
        return RoleMatrixPage(
            crumbs: words.crumbs(below: false), tabs: words.tabs(at: RoleRoutes.matrix), path: RoleRoutes.matrix,
            roles: [Choice("", words.say("all"), isSelected: columns.isEmpty)] + all.map { Choice($0.key, scope.say($0.name), isSelected: $0.key == chosen) },
            term: term, groups: groups.map { group in
                RoleMatrixPage.Group(
                    title: group.title, state: words.state(group.permissions), isOpen: !term.isEmpty || groups.count <= 3,
                    columns: shown.enumerated().map { index, role in
                        .init(label: scope.say(role.name), path: role.custom.map { "\(RoleRoutes.path)/\($0.id)" }, isCurrent: index == 0)
                    },
                    subjects: group.subjects.map { subject in
                        .init(what: subject.what, span: shown.count + 1, rows: subject.permissions.map { name in
                            let permission = Permission(name, from: .owner)
                            return .init(doing: words.words.doing(name), cells: shown.indices.map { index in
                                let has = allowed[index].contains(permission)
                                let differs = has == rungs[index].contains(permission) ? nil : words.say("differs", ["rung": .phrase(shown[index].rung.name)])
                                return .init(isAllowed: has, differs: differs, isCurrent: index == 0)
                            })
                        })
                    })
            })
    }
}
