import Platform

/// Sets the plans side by side.
struct PlanComparison: Sendable {
    let registry: Registry
    let voice: Voice

    func page(_ plans: [Plan]) -> PlanComparisonPage {
        let words = PlanWords(registry, voice)
        return PlanComparisonPage(crumbs: [Crumb(say("title"), path: PlanRoutes.path)], names: plans.map(\.name), groups: [
            .init(title: say("about"), rows: about(plans)),
            .init(title: say("limits"), rows: PlanLimit.all(registry).filter { limit in
                limit.record == nil || plans.contains { ($0.limits[limit.name] ?? nil) != nil }
            }.map { limit in
                row(voice.say(limit.title), plans) { (words.amount($0.limits[limit.name] ?? nil, limit.unit), false) }
            }),
            .init(title: say("features"), rows: words.features.map { feature, title in
                row(voice.say(title), plans) { (say($0.grants(feature) ? "included" : "left_out"), !$0.grants(feature)) }
            } + [row(say("others"), plans) { (say($0.features["*"] == true ? "included" : "left_out"), $0.features["*"] != true) }]),
        ])
    }

    private func about(_ plans: [Plan]) -> [PlanComparisonPage.Row] {
        BillingPeriod.allCases.map { period in
            row(say("fields.\(period == .month ? "monthly" : "yearly")"), plans) { plan in
                plan.price(by: period).map { (voice.formats.money($0, plan.currency), false) } ?? ("–", true)
            }
        } + [
            row(say("fields.trial_days"), plans) { (voice.formats.number($0.trialDays), $0.trialDays == 0) },
            row(say("fields.support"), plans) { (voice.say(Phrase("platform.plans.support_\($0.support.rawValue)")), false) },
            row(say("fields.retention_days"), plans) { ($0.retentionDays.map { voice.formats.number($0) } ?? say("for_ever"), false) },
        ]
    }

    private func row(_ title: String, _ plans: [Plan], _ cell: (Plan) -> (text: String, isMissing: Bool)) -> PlanComparisonPage.Row {
        PlanComparisonPage.Row(title: title, cells: plans.map { plan in
            let (text, isMissing) = cell(plan)
            return .init(plan: plan.name, text: text, isMissing: isMissing)
        })
    }

    private func say(_ key: String) -> String { voice.say(Phrase("operators.plans.\(key)")) }
}
