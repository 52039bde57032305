import Platform

/// Makes the list of plans.
struct PlanList: Sendable {
    let registry: Registry
    let scope: OperatorScope

    private var mayChange: Bool { scope.refusal(.operators(.admin), of: nil) == nil }

    func page(_ offers: [Plans.Offer]) -> PlansPage {
        PlansPage(
            newPath: mayChange ? "\(PlanRoutes.path)/new" : nil, comparePath: "\(PlanRoutes.path)/compare",
            plans: offers.enumerated().map { place, offer in
                PlansPage.Entry(
                    id: offer.plan.id.description, name: offer.plan.name, code: offer.plan.code, summary: offer.plan.summary,
                    badges: badges(offer.plan), facts: facts(offer),
                    actions: mayChange ? actions(offer, isFirst: place == 0, isLast: place == offers.count - 1) : nil)
            })
    }

    private func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String {
        scope.voice.say(Phrase("operators.plans.\(key)", arguments))
    }

    private func badges(_ plan: Plan) -> [Badge] {
        (plan.isDefault ? [Badge(say("default"), .info)] : []) + (plan.isPopular ? [Badge(say("popular"), .brand)] : [])
            + (plan.retiredAt == nil ? [] : [Badge(say("retired"), .warning)])
    }

    private func facts(_ offer: Plans.Offer) -> [Fact] {
        let plan = offer.plan, words = PlanWords(registry, scope.voice)
        let prices = plan.isFree ? [words.price(plan, by: .month)] : BillingPeriod.allCases.map { words.price(plan, by: $0) }
        let trial = plan.trialDays == 0 ? "" : say("trial_days", ["count": .number(plan.trialDays)])
        return [
            Fact(say("price"), prices.compactMap(\.self).joined(separator: " · ")), Fact(say("trial"), trial),
            Fact(say("businesses"), holders(offer), link: offer.holders.allSatisfy { $0 == 0 } ? nil : "/businesses?plan=\(plan.code)"),
        ]
    }

    private func holders(_ offer: Plans.Offer) -> String {
        let parts = zip(SubscriptionStatus.allCases, offer.holders).filter { $1 > 0 }.map { status, count in
            say("count_\(status.rawValue)", ["count": .number(count)])
        }
        return parts.isEmpty ? say("nobody") : scope.voice.formats.list(parts)
    }

    private func actions(_ offer: Plans.Offer, isFirst: Bool, isLast: Bool) -> PlansPage.Actions {
        let plan = offer.plan, isSold = plan.retiredAt == nil
        return PlansPage.Actions(
            base: "\(PlanRoutes.path)/\(plan.id)", copyPath: "\(PlanRoutes.path)/new?copy=\(plan.id)", isFirst: isFirst, isLast: isLast,
            mayDefault: isSold && !plan.isDefault && !plan.isPriced, mayPopular: isSold && !plan.isPopular, mayRetire: isSold && !plan.isDefault,
            mayOffer: !isSold, mayDelete: !offer.isUsed && !plan.isDefault)
    }
}
