import FoundationEssentials
import Platform

/// Says what another plan would change, and asks whether it should.
struct PlanQuestion: Sendable {
    let registry: Registry
    let scope: Scope
    private let words: PlanWords

    init(_ registry: Registry, _ scope: Scope) {
        self.registry = registry
        self.scope = scope
        words = PlanWords(registry, scope.voice)
    }

    /// - Parameter period: nil: by the month, where it is sold so.
    /// - Throws: `PageError.notFound`; `SubscriptionError`, when it cannot be chosen.
    func choosing(_ code: String, by period: BillingPeriod?) async throws -> PlanQuestionPage {
        let (before, offers) = try await Subscriptions(in: scope).current()
        guard let wish = offers.first(where: { $0.code == code }) else { throw PageError.notFound }
        let sold = BillingPeriod.allCases.filter { wish.price(by: $0) != nil }
        let chosen = period.flatMap { sold.contains($0) ? $0 : nil } ?? before.period(of: wish)
        var after = before
        let change = try after.choose(wish, by: chosen, at: scope.now)
        let choices = sold.map { Choice($0.rawValue, words.price(wish, by: $0) ?? "", isSelected: $0 == chosen) }
        return PlanQuestionPage(
            title: say("choose_title", ["plan": .text(wish.name)]), crumbs: crumbs, when: say(when(change, before, after), details(wish, after)),
            outcomes: change == .kept ? [] : try await outcomes(wish),
            action: "\(PlanRoutes.path)/\(wish.code)",
            fields: wish.isFree || choices.count < 2 ? [] : [FormField("period", label: say("period"), .choice(.init(choices)))],
            submit: change == .kept ? say("keep", ["plan": .text(wish.name)]) : say("choose", ["plan": .text(wish.name)]), cancelPath: PlanRoutes.path)
    }

    /// - Throws: `PageError.notFound` when it is not the plan the business has.
    func cancelling(_ code: String) async throws -> PlanQuestionPage {
        let (subscription, offers) = try await Subscriptions(in: scope).current()
        guard subscription.plan.code == code, !subscription.plan.isFree, let usual = offers.first(where: \.isDefault), usual.code != code
        else { throw PageError.notFound }
        let when = say(subscription.endsAt == nil ? "when_chosen" : "when_scheduled", details(usual, subscription))
        return PlanQuestionPage(
            title: say("cancel_title", ["plan": .text(subscription.plan.name)]), crumbs: crumbs, when: when, outcomes: try await outcomes(usual),
            action: "\(PlanRoutes.path)/\(code)/cancel", fields: [], submit: say("cancel", ["plan": .text(subscription.plan.name)]),
            cancelPath: PlanRoutes.path)
    }

    private func when(_ change: Subscription.Change, _ before: Subscription, _ after: Subscription) -> String {
        if change == .chosen, after.status == .active, after.endsAt != nil, after.endsAt == before.endsAt { return "when_chosen_paid" }
        return after.status == .trialing && change != .kept ? "when_trial_\(change.rawValue)" : "when_\(change.rawValue)"
    }

    private func details(_ plan: Plan, _ after: Subscription) -> [String: Phrase.Argument] {
        ["plan": .text(plan.name), "date": .text(after.endsAt.map { scope.formats.date($0) } ?? "")]
    }

    private func outcomes(_ plan: Plan) async throws -> [Notice] {
        let outcome = PlanOutcome(from: scope.business.entitlement, to: plan, words.features, try await registry.usage(in: scope))
        func list(_ phrases: [Phrase]) -> [String: Phrase.Argument] { ["features": .list(phrases.map(scope.say))] }
        let gained = outcome.gained.isEmpty ? [] : [Notice(.success, say("gains", list(outcome.gained)))]
        let lost = outcome.lost.isEmpty ? [] : [Notice(.warning, say("loses", list(outcome.lost)))]
        let shorter = shorter(plan)
        if gained.isEmpty, lost.isEmpty, outcome.exceeded.isEmpty, shorter.isEmpty { return [Notice(.info, say("changes_nothing"))] }
        return gained + lost + shorter + outcome.exceeded.map { use in
            Notice(.warning, say("exceeds", [
                "what": .phrase(use.title), "used": .text(words.number(use.used, use.unit)), "most": .text(words.amount(use.terms, use.unit)),
            ]))
        }
    }

    /// That it keeps what is not needed any more for less time, and from when that counts.
    private func shorter(_ plan: Plan) -> [Notice] {
        let now = scope.business.entitlement.retentionDays
        guard let days = plan.retentionDays, now.map({ days < $0 }) ?? true else { return [] }
        let before: Phrase = now.map { Phrase("privacy.retention.before_days", ["count": .number($0)]) } ?? "privacy.retention.before_ever"
        let from = scope.now.addingTimeInterval(Double(Retention.graceDays) * 86_400)
        return [Notice(.warning, scope.say(Phrase("privacy.retention.shorter", [
            "date": .text(scope.formats.date(from)), "count": .number(days), "before": .phrase(before),
        ])))]
    }

    private var crumbs: [Crumb] {
        [Crumb(scope.say("platform.home.settings"), path: "/settings"), Crumb(say("title"), path: PlanRoutes.path)]
    }

    private func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String { scope.say(Phrase("customer.plan.\(key)", arguments)) }
}
