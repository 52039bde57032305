import FoundationEssentials
import Platform

/// Makes the page of one business's plan.
struct StandingView: Sendable {
    let registry: Registry
    let scope: OperatorScope

    private var voice: Voice { scope.voice }
    private var words: PlanWords { PlanWords(registry, voice) }

    /// - Parameter typed: a form that could not be taken, with what is wrong with it.
    func page(_ id: ID<Business>, typed: StandingForms.Typed? = nil) async throws -> BusinessPlanPage {
        let found = try await Standings(scope: scope).of(id)
        let usage = try await registry.usage(of: found.business, through: scope.db)
        let holding = found.plans.first { $0.code == found.business.entitlement.plan }
        let forms = StandingForms(registry: registry, scope: scope, found: found, typed: typed)
        return BusinessPlanPage(
            title: say("title", ["name": .text(found.business.name)]),
            crumbs: [
                Crumb(voice.say("operators.businesses.title"), path: "/businesses"), Crumb(found.business.name, path: "/businesses/\(id)"),
            ],
            name: found.business.entitlement.name, status: status(found.business.entitlement.status), facts: facts(found, holding),
            meters: usage.map(meter), forms: scope.refusal(.operators(.admin), of: nil) == nil ? forms.all : [],
            overrides: overrides(found), values: values(found, holding), changes: changes(found))
    }

    private func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String { voice.say(Phrase("operators.standing.\(key)", arguments)) }

    /// As the business itself reads it.
    private func theirs(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String { voice.say(Phrase("customer.plan.\(key)", arguments)) }

    private func status(_ status: SubscriptionStatus) -> Badge {
        let tone: Tone = switch status {
        case .trialing: .info
        case .active: .positive
        case .pastDue: .warning
        case .cancelled: .neutral
        }
        return Badge(theirs("status_\(status.rawValue)"), tone)
    }

    private func facts(_ found: Standings.Found, _ holding: Plan?) -> [Fact] {
        let current = found.current
        let price = holding.flatMap { words.price($0, by: current.period) } ?? "–"
        let next = current.next.flatMap { id in found.plans.first { $0.id == id }?.name }
        let end = current.endsAt.map { voice.formats.date($0) } ?? ""
        return [
            Fact(theirs("price"), price), Fact(say("started"), voice.formats.date(current.startedAt)), Fact(say("ends"), end),
            Fact(theirs("follows"), next ?? ""),
        ]
    }

    private func meter(_ usage: Usage) -> BusinessPlanPage.Meter {
        let used = words.number(usage.used, usage.unit)
        let text = usage.terms.map { theirs("used_of", ["used": .text(used), "most": .text(words.amount($0, usage.unit))]) } ?? theirs("used", ["used": .text(used)])
        let badge: Badge? = switch usage.state {
        case .plenty: nil
        case .near, .grace: Badge(theirs("meter_\(usage.state.rawValue)"), .warning)
        case .full: Badge(theirs("meter_full"), .negative)
        }
        return .init(title: voice.say(usage.title), text: text, state: badge, percent: usage.percent, tone: usage.state.rawValue)
    }

    /// What a feature or limit is called, also one of a module that is not installed.
    private func title(_ override: Standings.Override) -> String {
        let known = override.kind == "feature"
            ? words.features.first { $0.feature.name == override.name }?.title : PlanLimit.all(registry).first { $0.name == override.name }?.title
        return known.map(voice.say) ?? override.name
    }

    private func value(_ override: Standings.Override) -> String {
        if let isOn = override.isOn { return voice.say(Phrase("operators.plans.\(isOn ? "included" : "left_out")")) }
        return words.amount(override.terms, PlanLimit.all(registry).first { $0.name == override.name }?.unit ?? .count)
    }

    private func source(_ override: Standings.Override) -> String {
        let until = override.until.map { voice.formats.date($0) }
        let key = until == nil ? "override" : "override_until"
        return say(key, ["reason": .text(override.reason), "name": .text(override.by ?? "–"), "date": .text(until ?? "")])
    }

    private func overrides(_ found: Standings.Found) -> Table? {
        guard !found.overrides.isEmpty else { return nil }
        let columns = [say("what"), say("value"), say("source")]
        let mayChange = scope.refusal(.operators(.admin), of: nil) == nil
        return Table(say("overrides"), columns: columns.map { Table.Column($0) }, rows: found.overrides.map { override in
            Table.Row(
                id: override.id.description, title: title(override),
                cells: [
                    Table.Cell(value(override), label: columns[1]),
                    Table.Cell(override.isOver ? say("over", ["source": .text(source(override))]) : source(override), label: columns[2], style: .reason),
                ],
                action: mayChange ? Table.Action(
                    say("remove"), path: "/businesses/\(found.business.id)/overrides/\(override.id)/remove", question: say("remove_question")) : nil)
        })
    }

    private func values(_ found: Standings.Found, _ holding: Plan?) -> Table {
        let columns = [say("what"), say("value"), say("source")]
        let entitlement = found.business.entitlement
        func row(_ kind: String, _ name: String, _ title: Phrase, _ value: String) -> Table.Row {
            let override = found.overrides.first { $0.kind == kind && $0.name == name && !$0.isOver }
            return Table.Row(id: name, title: voice.say(title), cells: [
                Table.Cell(value, label: columns[1]),
                Table.Cell(override.map(source) ?? say("of_plan", ["plan": .text(entitlement.name)]), label: columns[2], style: .reason),
            ])
        }
        let features = words.features.map { feature, title in
            row("feature", feature.name, title, voice.say(Phrase("operators.plans.\(entitlement.grants(feature) ? "included" : "left_out")")))
        }
        let limits = PlanLimit.all(registry).map { limit in
            row("limit", limit.name, limit.title, words.amount(entitlement.limits[limit.name] ?? nil, limit.unit))
        }
        return Table(say("values"), columns: columns.map { Table.Column($0) }, rows: features + limits)
    }

    private func changes(_ found: Standings.Found) -> Table? {
        guard !found.changes.isEmpty else { return nil }
        let columns = [theirs("changed"), theirs("change"), theirs("by"), say("reason")]
        return Table(theirs("history"), columns: columns.map { Table.Column($0) }, rows: found.changes.map { change in
            let what = theirs("change_\(change.what)", ["plan": .text(change.plan), "before": .text(change.before ?? "–")])
            return Table.Row(id: change.id.description, title: voice.formats.date(change.at), cells: [
                Table.Cell(what, label: columns[1]), Table.Cell(change.who ?? theirs("by_calendar"), label: columns[2]),
                Table.Cell(change.reason ?? "", label: columns[3], style: .reason),
            ])
        })
    }
}
