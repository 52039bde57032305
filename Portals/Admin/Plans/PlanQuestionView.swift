import Platform

/// Says what a change of a plan does to those who have it, and asks whether it should.
struct PlanQuestionView: Sendable {
    let registry: Registry
    let scope: OperatorScope

    /// - Parameter typed: what the form said, carried along until the answer.
    func changing(_ before: Plan, to after: Plan, _ found: PlanEffects.Found, typed: Form) -> AdminQuestion {
        question(
            say("change_title", ["plan": .text(before.name)]), found, price(before, after) + features(before, after) + excesses(after, found),
            action: "\(PlanRoutes.path)/\(before.id)/edit", hidden: typed.with("sure", "true").fields.map { HiddenValue($0.name, $0.value) },
            submit: say("change"))
    }

    func retiring(_ plan: Plan, _ found: PlanEffects.Found) -> AdminQuestionPage {
        AdminQuestionPage(crumbs: crumbs, question: question(
            say("retire_title", ["plan": .text(plan.name)]), found, [Notice(.info, say("retire_text"))],
            action: "\(PlanRoutes.path)/\(plan.id)/retire", submit: say("retire")))
    }

    func deleting(_ plan: Plan) -> AdminQuestionPage {
        AdminQuestionPage(crumbs: crumbs, question: AdminQuestion(
            title: say("delete_title", ["plan": .text(plan.name)]), lead: say("delete_text"),
            action: "\(PlanRoutes.path)/\(plan.id)/delete", submit: say("delete"), cancelPath: PlanRoutes.path, isDangerous: true))
    }

    private func question(
        _ title: String, _ found: PlanEffects.Found, _ notices: [Notice], action: String, hidden: [HiddenValue] = [], submit: String
    ) -> AdminQuestion {
        let isCapped = found.count > PlanEffects.most
        let lead = isCapped ? say("holders_many", ["most": .number(PlanEffects.most)]) : say("holders", ["count": .number(found.count)])
        let first = found.holders.map { ListAction($0.name, path: "/businesses/\($0.id)") }
        return AdminQuestion(
            title: title, lead: lead, links: first, notices: notices, action: action, hidden: hidden, submit: submit, cancelPath: PlanRoutes.path)
    }

    private var words: PlanWords { PlanWords(registry, scope.voice) }

    private var crumbs: [Crumb] { [Crumb(say("title"), path: PlanRoutes.path)] }

    private func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String {
        scope.voice.say(Phrase("operators.plans.\(key)", arguments))
    }

    private func price(_ before: Plan, _ after: Plan) -> [Notice] {
        guard before.monthly != after.monthly || before.yearly != after.yearly || before.currency != after.currency else { return [] }
        func all(_ plan: Plan) -> String {
            let prices = BillingPeriod.allCases.compactMap { words.price(plan, by: $0) }
            return scope.voice.formats.list(prices.reduce(into: []) { list, price in if !list.contains(price) { list.append(price) } })
        }
        return [Notice(.info, say("price_changes", ["before": .text(all(before)), "after": .text(all(after))]))]
    }

    private func features(_ before: Plan, _ after: Plan) -> [Notice] {
        func named(_ isChanged: (Feature) -> Bool) -> [String] { words.features.filter { isChanged($0.feature) }.map { scope.voice.say($0.title) } }
        let lost = named { before.grants($0) && !after.grants($0) }, gained = named { !before.grants($0) && after.grants($0) }
        return (lost.isEmpty ? [] : [Notice(.warning, say("loses", ["features": .list(lost)]))])
            + (gained.isEmpty ? [] : [Notice(.success, say("gains", ["features": .list(gained)]))])
    }

    private func excesses(_ after: Plan, _ found: PlanEffects.Found) -> [Notice] {
        found.excesses.map { excess in
            Notice(.warning, say("exceeds", [
                "what": .phrase(excess.limit.title), "most": .text(words.amount(after.limits[excess.limit.name] ?? nil, excess.limit.unit)),
                "count": .number(excess.count), "names": .list(excess.first.map(\.name)),
            ]))
        }
    }
}
