import Platform

/// Makes the list of operators.
struct OperatorList: Sendable {
    let scope: OperatorScope
    let sendsMail: Bool

    private var voice: Voice { scope.voice }

    /// - Parameter entry: a new one that could not be added.
    func page(_ accounts: [OperatorAccounts.Account], _ entry: OperatorEntry = OperatorEntry(Form())) -> OperatorsPage {
        OperatorsPage(
            operators: accounts.map(card),
            adding: sendsMail ? .init(path: OperatorRoutes.path, fields: fields(entry), isOpen: !entry.problems.isEmpty) : nil)
    }

    private func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String { voice.say(Phrase("operators.accounts.\(key)", arguments)) }

    private func role(_ role: OperatorRole) -> String { voice.say(Phrase("operators.roles.\(role.rawValue)")) }

    private func card(_ account: OperatorAccounts.Account) -> OperatorsPage.Card {
        let state = !account.isActive ? Badge(say("inactive"), .warning) : account.hasPassword ? Badge(say("active"), .positive) : Badge(say("invited"), .info)
        let isOwn = account.id == scope.operatorID
        return .init(
            id: account.id.description, name: account.name, initials: initials(account.name), badges: [state, Badge(role(account.role), .neutral)],
            facts: [
                Fact(voice.say("operators.people.email"), account.email, link: .mail(to: account.email)),
                voice.fact(voice.say("operators.people.last_login"), account.lastLogin), voice.fact(say("since"), account.createdAt),
            ],
            own: isOwn ? say("own") : nil, actions: isOwn ? nil : actions(account))
    }

    private func actions(_ account: OperatorAccounts.Account) -> OperatorsPage.Actions {
        let other: OperatorRole = account.role == .admin ? .support : .admin
        return .init(
            base: "\(OperatorRoutes.path)/\(account.id)", otherRole: other.rawValue, makeLabel: say("make_\(other.rawValue)"),
            makeQuestion: say("make_question", ["name": .text(account.name), "role": .text(role(other))]), isActive: account.isActive,
            maySend: sendsMail && account.isActive && !account.hasPassword,
            deactivateQuestion: say("deactivate_question", ["name": .text(account.name)]))
    }

    private func fields(_ entry: OperatorEntry) -> [FormField] {
        func error(_ name: String) -> String? { entry.problems[name].map(voice.say) }
        let chosen = entry.typed.text("role")
        return [
            FormField("name", label: say("name"), error: error("name"), isRequired: true, .text(.init(.text, entry.typed.text("name"), maxLength: 200))),
            FormField(
                "email", label: voice.say("operators.people.email"), error: error("email"), isRequired: true,
                .text(.init(.email, entry.typed.text("email"), inputMode: "email", maxLength: 254))),
            FormField("role", label: say("role"), help: say("role_help"), error: error("role"), .choice(.init(
                [OperatorRole.support, .admin].map { Choice($0.rawValue, role($0), isSelected: $0.rawValue == chosen) }))),
        ]
    }
}
