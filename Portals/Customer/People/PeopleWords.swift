import Platform

/// What the pages about people have in common.
struct PeopleWords: Sendable {
    let scope: Scope

    func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String { scope.say(Phrase("platform.people.\(key)", arguments)) }

    var crumbs: [Crumb] { [Crumb(scope.say("platform.home.members"), path: Members.path)] }

    func tabs(_ waiting: Int, isInvitations: Bool) -> [Tab] {
        [
            Tab(scope.say("platform.home.members"), path: Members.path, isCurrent: !isInvitations),
            Tab(say("invitations_count", ["count": .number(waiting)]), path: InviteRoutes.path, isCurrent: isInvitations),
        ]
    }

    /// - Parameters:
    ///   - roles: those to choose from.
    ///   - chosen: what a form sends for the one there is.
    func roleField(_ roles: [BusinessRole], chosen: String, problem: Phrase? = nil) -> FormField {
        FormField(
            "role", label: scope.say("platform.home.role"), help: scope.seesEverything ? nil : say("role_narrow"), error: problem.map(scope.say), isRequired: true, hasFocus: problem != nil,
            .choice(.init(roles.map { role in
                let text = role.custom == nil ? " – " + scope.say(Phrase("platform.role_texts.\(role.rung.rawValue)")) : ""
                return Choice(role.key, scope.say(role.name) + text, isSelected: role.key == chosen)
            })))
    }

    /// Why none of those that were offered was chosen.
    func problem(withRole value: String) -> Phrase { Role(rawValue: value) == nil ? "platform.people.role_unknown" : "platform.people.role_too_high" }

    /// Who takes over what was somebody's: everybody else, or nobody. Where there are many, a script searches among all of them.
    func heirField(without member: ID<Member>, chosen: String, problem: Phrase? = nil) async throws -> FormField {
        let others = try await scope.db.rows("""
            (select id::text, name from colleagues where deleted_at is null and id <> \(member) order by lower(name), id limit 500)
            union (select id::text, name from colleagues where deleted_at is null and id::text = \(chosen) and id <> \(member)) order by 2, 1
            """) { row in (id: try row.next(String.self), name: try row.next(String.self)) }
        let options = [Choice("", say("nobody"), isSelected: chosen.isEmpty)] + others.map { Choice($0.id, $0.name, isSelected: $0.id == chosen) }
        return FormField(
            "heir", label: say("heir"), help: say("heir_help"), error: problem.map(scope.say), hasFocus: true,
            others.count < 50 ? .choice(.init(options)) : .reference(.init(pickerPath: Member.pickerPath, options: options)))
    }

    /// What is somebody's, ready to read; nil where nothing is.
    func belongings(_ owned: [(many: Phrase, count: Int)]) -> String? {
        owned.isEmpty ? nil : say("owns", ["what": .text(scope.formats.list(owned.map { "\(scope.say($0.many)): \(scope.formats.number($0.count))" }))])
    }
}
