import Platform

/// What roles and their permissions are called.
struct RoleWords: Sendable {
    let registry: Registry
    let scope: Scope

    /// The permissions of one module, as far as they hold a text.
    struct Group: Sendable {
        let permissions: PermissionGroup
        let title: String
        let subjects: [ScopeWords.Subject]
    }

    /// - Parameter term: what must occur in the words of a permission; empty for all.
    func groups(holding term: String = "") -> [Group] {
        registry.permissionGroups.compactMap { group in
            let title = group.module.map { scope.say($0.name) } ?? scope.say("platform.home.business")
            let subjects = words.subjects(group.permissions.map(\.name)).compactMap { $0.narrowed { permission, what in
                holds(term, [title, what, words.doing(permission), permission])
            } }
            return subjects.isEmpty ? nil : Group(permissions: group, title: title, subjects: subjects)
        }
    }

    var words: ScopeWords { ScopeWords(registry: registry, scope: scope) }

    private func holds(_ term: String, _ texts: [String]) -> Bool {
        term.isEmpty || texts.contains { $0.lowercased().contains(term.lowercased()) }
    }

    /// Why nobody may do anything of a module, in short; nil where somebody may.
    func state(_ group: PermissionGroup) -> Badge? {
        switch scope.business.refusal(of: group.module?.feature) {
        case .plan: Badge(say("not_in_plan"), .warning)
        case .feature: Badge(say("switched_off"), .neutral)
        default: nil
        }
    }

    func crumbs(below isBelow: Bool = true) -> [Crumb] {
        [Crumb(scope.say("platform.home.settings"), path: "/settings")] + (isBelow ? [Crumb(say("title"), path: RoleRoutes.path)] : [])
    }

    func tabs(at path: String) -> [Tab] {
        [("title", RoleRoutes.path), ("matrix", RoleRoutes.matrix), ("explained", RoleRoutes.member)].map { key, place in
            Tab(say(key), path: place, isCurrent: place == path)
        }
    }

    func say(_ key: String, _ values: [String: Phrase.Argument] = [:]) -> String { scope.say(Phrase("customer.roles.\(key)", values)) }
}
