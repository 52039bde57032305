/// What changes for a business that gets another plan. Nothing is ever lost by it: what there is too much of stays, and can be
/// read, changed and taken away, but not added to until there is less than the plan allows.
public struct PlanOutcome: Sendable {
    /// Switched off with the plan; what they keep stays.
    public let lost: [Phrase]
    /// Switched on with the plan.
    public let gained: [Phrase]
    /// What there is too much of, by the new plan's terms.
    public let exceeded: [Usage]

    /// - Parameter usage: by the terms of now.
    public init(from now: Entitlement, to plan: Plan, _ features: [(feature: Feature, title: Phrase)], _ usage: [Usage]) {
        lost = features.filter { now.grants($0.feature) && !plan.grants($0.feature) }.map(\.title)
        gained = features.filter { !now.grants($0.feature) && plan.grants($0.feature) }.map(\.title)
        exceeded = usage.map { use in
            Usage(name: use.name, title: use.title, unit: use.unit, used: use.used, terms: plan.limits[use.name] ?? nil)
        }.filter { use in use.terms.map { use.used > $0.ceiling } ?? false }
    }
}
