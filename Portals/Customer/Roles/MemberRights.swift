import FoundationEssentials
import Platform

/// Says of each permission whether a member has it, and why.
struct MemberRights: Sendable {
    let words: RoleWords
    let member: Member
    let isActive: Bool
    /// What the answers are narrowed by; empty for all.
    let term: String
    /// What rules take from them, by the records' subject.
    let narrowings: [String: String]

    private var scope: Scope { words.scope }

    func page(_ people: [TeamPages.Person], _ keys: [APIKey]) -> MemberRightsPage {
        MemberRightsPage(
            title: words.say("explained_title", ["name": .text(member.name)]), crumbs: words.crumbs(), tabs: words.tabs(at: RoleRoutes.member),
            path: "\(RoleRoutes.member)/\(member.id)", people: people.map { Choice($0.id.description, $0.name, isSelected: $0.id == member.id) },
            term: term, facts: facts, groups: groups, keys: keys.isEmpty ? nil : table(keys))
    }

    private var facts: [Fact] {
        let role = member.businessRole
        let rung = role.custom == nil ? [] : [Fact(words.say("rung"), scope.say(role.rung.name))]
        let active = Fact(words.say("account"), words.say(isActive ? "account_open" : "account_shut"), tone: isActive ? .positive : .negative)
        return [Fact(scope.say("platform.home.role"), scope.say(role.name), link: role.custom.map { Link("\(RoleRoutes.path)/\($0.id)") })] + rung + [active]
    }

    private var groups: [MemberRightsPage.Group] {
        let explained = words.registry.explanations(of: member, in: scope.business, isActive: isActive).flatMap(\.answers)
        let answers = Dictionary(explained.map { ($0.permission.name, $0) }) { first, _ in first }
        let groups = words.groups(holding: term)
        return groups.map { group in
            let all = group.permissions.permissions
            return MemberRightsPage.Group(
                title: group.title, state: words.state(group.permissions),
                counts: words.say("counts", ["allowed": .number(all.count { answers[$0.name]?.isAllowed == true }), "all": .number(all.count)]),
                isOpen: !term.isEmpty || groups.count <= 3,
                subjects: group.subjects.map { subject in
                    .init(what: subject.what, rule: narrowings[subject.id], answers: subject.permissions.compactMap { name in
                        answers[name].map { .init(doing: words.words.doing(name), isAllowed: $0.isAllowed, why: why($0)) }
                    })
                })
        }
    }

    /// The link that decided, and where that was not the role, what the role would have said.
    private func why(_ answer: Explanation) -> String {
        let link: String
        switch answer.refusal {
        case nil, .permission: return role(answer)
        case .subscription(let reason): link = words.say("why.suspended", ["reason": .text(reason)])
        case .plan(_, let plan): link = words.say("why.plan", ["plan": .text(plan)])
        case .feature: link = words.say("why.feature")
        case .user, .operatorRole, .assist: link = words.say("why.deactivated")
        }
        return "\(link) \(words.say(answer.role.allows ? "why.role_would" : "why.role_neither"))"
    }

    private func role(_ answer: Explanation) -> String {
        switch answer.role {
        case .rung(let rung, true): words.say("why.rung_may", ["rung": .phrase(rung.name)])
        case .rung(let rung, false): words.say("why.rung_may_not", ["rung": .phrase(rung.name), "least": .phrase(answer.permission.least.name)])
        case .decided(let allows): words.say(allows ? "why.decided_may" : "why.decided_may_not", ["role": .phrase(member.businessRole.name)])
        case .owners(let allows): words.say(allows ? "why.owner_may" : "why.owner_may_not")
        }
    }

    /// The keys that act in the member's name, each with what it can do now and what it cannot any more.
    private func table(_ keys: [APIKey]) -> Table {
        let may = Set(words.registry.permissions(of: member).map(\.name))
        let columns = [scope.say("platform.keys.name"), words.say("key_may"), words.say("key_may_not"), scope.say("platform.keys.state")]
        return Table(scope.say("platform.keys.title"), columns: columns.map { Table.Column($0) }, rows: keys.map { key in
            let state = isActive ? key.state(at: scope.now) : .revoked
            return Table.Row(id: key.id.description, title: key.name, cells: [
                Table.Cell(words.words.summary(key.scopes.filter(may.contains)), label: columns[1], style: .reason),
                Table.Cell(words.words.summary(key.scopes.filter { !may.contains($0) }), label: columns[2], style: .reason),
                .badge(scope.say(Phrase("platform.keys.states.\(state.rawValue)")), state == .active ? .positive : .neutral, label: columns[3]),
            ])
        })
    }
}
