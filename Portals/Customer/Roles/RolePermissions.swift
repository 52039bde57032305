import Platform

/// Shows what a role of the business may do, with a box for each permission.
struct RolePermissions: Sendable {
    let words: RoleWords
    let stored: StoredRole
    /// Which records and fields it sees.
    let rules: Table?

    private var scope: Scope { words.scope }
    private var granting: Granting { Granting(words.registry, in: scope) }
    private var path: String { "\(RoleRoutes.path)/\(stored.id)" }
    private var isOwn: Bool { scope.member.customRole?.id == stored.id }

    func page(_ error: Phrase? = nil) -> RolePage {
        let isChangeable = words.mayChange(stored)
        return RolePage(
            title: stored.name, description: stored.description, crumbs: words.crumbs(),
            facts: [
                Fact(words.say("rung"), scope.say(stored.rung.name)),
                Fact(scope.say("platform.home.members"), scope.formats.number(stored.members)),
            ],
            fixed: isChangeable ? nil : scope.say(isOwn ? RoleError.own.message : RoleError.beyond.message), error: error.map(scope.say),
            editPath: isChangeable ? path + "/edit" : nil, resetPath: isChangeable && !stored.decisions.isEmpty ? path + "/reset" : nil,
            deletePath: isChangeable ? path + "/delete" : nil,
            form: isChangeable ? .init(action: path, version: String(stored.version)) : nil, groups: groups(isChangeable), rules: rules)
    }

    private func groups(_ isChangeable: Bool) -> [RolePage.Group] {
        let allowed = words.registry.permissions(of: stored.role), rung = words.registry.permissions(of: BusinessRole(stored.rung))
        let groups = words.groups()
        return groups.compactMap { group in
            // What only owners have is not decided here, so it is not asked either.
            let permissions = group.permissions.permissions.filter { $0.least != .owner }
            let decidable = permissions.filter { isChangeable && granting.mayDecide($0) }
            let subjects = group.subjects.compactMap { $0.narrowed { name, _ in permissions.contains { $0.name == name } } }
            guard !subjects.isEmpty else { return nil }
            return RolePage.Group(
                title: group.title, state: words.state(group.permissions),
                counts: words.say("counts", ["allowed": .number(permissions.count(where: allowed.contains)), "all": .number(permissions.count)]),
                isOpen: groups.count <= 3, offered: decidable.map(\.name).joined(separator: " "),
                subjects: subjects.map { subject in
                    .init(id: subject.id, what: subject.what, boxes: subject.permissions.map { name in
                        let permission = Permission(name, from: .owner), has = allowed.contains(permission)
                        return .init(
                            value: name, label: words.words.doing(name), isChecked: has, isFixed: !decidable.contains(permission),
                            differs: has == rung.contains(permission) ? nil : words.say("differs", ["rung": .phrase(stored.rung.name)]))
                    })
                })
        }
    }
}
