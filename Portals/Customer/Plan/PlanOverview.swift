import FoundationEssentials
import Platform

/// Makes the page of the business's plan.
struct PlanOverview: Sendable {
    let registry: Registry
    let scope: Scope
    private let words: PlanWords

    init(_ registry: Registry, _ scope: Scope) {
        self.registry = registry
        self.scope = scope
        words = PlanWords(registry, scope.voice)
    }

    func page() async throws -> PlanPage {
        let subscriptions = Subscriptions(in: scope)
        async let current = subscriptions.current(), used = registry.usage(in: scope), changed = subscriptions.changes()
        let ((subscription, offers), usage, changes) = try await (current, used, changed)
        // What holds now is what the business has, also where nobody has written down yet that a trial is over.
        let plan = offers.first { $0.code == scope.business.entitlement.plan } ?? subscription.plan
        let isOver = plan.id != subscription.plan.id
        return PlanPage(
            crumbs: [Crumb(scope.say("platform.home.settings"), path: "/settings")],
            name: plan.name, status: status(isOver ? .active : subscription.status), facts: facts(subscription, plan, isOver), keep: keep(subscription),
            cancelPath: mayChange && mayCancel(subscription, plan) ? "\(PlanRoutes.path)/\(plan.code)/cancel" : nil,
            meters: usage.map(meter), offers: offers.map { offer($0, plan) }, changes: history(changes))
    }

    private func mayCancel(_ subscription: Subscription, _ plan: Plan) -> Bool {
        let isEnding = subscription.status == .cancelled || subscription.status == .pastDue && subscription.next?.isDefault == true
        return !plan.isFree && !plan.isDefault && !isEnding
    }

    private var mayChange: Bool { scope.may(AccountPermissions.choosePlan) }

    private func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String { scope.say(Phrase("customer.plan.\(key)", arguments)) }

    private func status(_ status: SubscriptionStatus) -> Badge {
        let tone: Tone = switch status {
        case .trialing: .info
        case .active: .positive
        case .pastDue: .warning
        case .cancelled: .neutral
        }
        return Badge(say("status_\(status.rawValue)"), tone)
    }

    private func facts(_ subscription: Subscription, _ plan: Plan, _ isOver: Bool) -> [Fact] {
        var facts = [Fact(say("price"), words.price(plan, by: subscription.period) ?? "–")]
        if !isOver, let end = subscription.endsAt {
            let key = subscription.status == .trialing ? "trial_until" : subscription.status == .cancelled ? "until" : "renews"
            facts.append(Fact(say(key), scope.formats.date(end)))
            if let next = subscription.next, next.id != plan.id { facts.append(Fact(say("follows"), next.name)) }
        }
        return facts + [Fact(say("support"), scope.say(Phrase("platform.plans.support_\(plan.support.rawValue)")))]
    }

    private func keep(_ subscription: Subscription) -> ListAction? {
        guard mayChange, let next = subscription.next, next.id != subscription.plan.id else { return nil }
        return ListAction(say("keep", ["plan": .text(subscription.plan.name)]), path: "\(PlanRoutes.path)/\(subscription.plan.code)?period=\(subscription.period.rawValue)")
    }

    private func meter(_ usage: Usage) -> PlanPage.Meter {
        let used = words.number(usage.used, usage.unit)
        let text = usage.terms.map { say("used_of", ["used": .text(used), "most": .text(words.amount($0, usage.unit))]) } ?? say("used", ["used": .text(used)])
        let tone: Tone? = switch usage.state {
        case .plenty: nil
        case .near, .grace: .warning
        case .full: .negative
        }
        return PlanPage.Meter(
            title: scope.say(usage.title), text: text, state: tone.map { Badge(say("meter_\(usage.state.rawValue)"), $0) },
            percent: usage.percent, tone: usage.state.rawValue)
    }

    private func offer(_ plan: Plan, _ current: Plan) -> PlanPage.Offer {
        let isCurrent = plan.id == current.id
        let prices = plan.isFree ? [words.price(plan, by: .month)] : BillingPeriod.allCases.map { words.price(plan, by: $0) }
        return PlanPage.Offer(
            name: plan.name, summary: plan.summary, prices: prices.compactMap(\.self), points: words.limits(plan) + words.extras(plan),
            missing: words.missing(plan), isCurrent: isCurrent, isPopular: plan.isPopular,
            choice: isCurrent || !mayChange || plan.retiredAt != nil || !plan.isForSale ? nil : ListAction(say("choose", ["plan": .text(plan.name)]), path: "\(PlanRoutes.path)/\(plan.code)"))
    }

    /// Who did what no member did.
    private func by(_ what: String) -> String {
        switch what {
        case "renewed", "ended": say("by_calendar")
        case "given": say("by_platform")
        default: say("by_registration")
        }
    }

    private func history(_ changes: [SubscriptionChange]) -> Table? {
        guard !changes.isEmpty else { return nil }
        let columns = [say("changed"), say("change"), say("by")]
        return Table(say("history"), columns: columns.map { Table.Column($0) }, rows: changes.map { change in
            let what = say("change_\(change.what)", ["plan": .text(change.plan), "before": .text(change.before ?? "–")])
            return Table.Row(id: change.id.description, title: scope.formats.date(change.at), cells: [
                Table.Cell(what, label: columns[1], style: .reason), Table.Cell(change.who ?? by(change.what), label: columns[2]),
            ])
        })
    }
}
