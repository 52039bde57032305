/// What a plan is, in words.
public struct PlanWords: Sendable {
    private let registry: Registry
    private let voice: Voice

    public init(_ registry: Registry, _ voice: Voice) {
        self.registry = registry
        self.voice = voice
    }

    /// E.g. `$29.00 a month`; nil where it is not sold by that period.
    public func price(_ plan: Plan, by period: BillingPeriod) -> String? {
        if plan.isFree { return voice.say("platform.plans.free") }
        return plan.price(by: period).map { voice.say(Phrase("platform.plans.price_\(period.rawValue)", ["price": .money($0, plan.currency)])) }
    }

    /// How much of everything it allows, e.g. `Members: 25`; what modules that are not installed count is left out.
    public func limits(_ plan: Plan) -> [String] {
        let counted = registry.limits.map { ($0.name, voice.say($0.title), $0.unit) }
        let kinds = registry.modules.flatMap { module in
            module.records.map { ("\(module.id).\($0.table)", voice.say(module.name(of: $0)), Limit.Unit.count) }
        }.filter { plan.limits[$0.0] != nil }
        return (counted + kinds).map { name, title, unit in
            voice.say(Phrase("platform.plans.allowance", ["what": .text(title), "amount": .text(amount(plan.limits[name] ?? nil, unit))]))
        }
    }

    /// What it leaves out, of all that is installed.
    public func missing(_ plan: Plan) -> [String] {
        features.filter { !plan.grants($0.feature) }.map { voice.say($0.title) }
    }

    /// Everything a plan can switch on, of all that is installed.
    public var features: [(feature: Feature, title: Phrase)] {
        [(.api, "platform.plans.api")] + registry.modules.flatMap { module in
            [(module.feature, module.name)] + module.features.map {
                ($0, Phrase("\(module.id).features.\($0.name.dropFirst(module.id.count + 1))"))
            }
        }
    }

    /// E.g. `5 GB`, `100 a day`, `without limit`.
    public func amount(_ terms: LimitTerms?, _ unit: Limit.Unit) -> String {
        guard let terms else { return voice.say("platform.plans.unlimited") }
        let most = self.number(terms.most, unit)
        guard let per = terms.per else { return most }
        return voice.say(Phrase("platform.plans.per_\(per.rawValue)", ["amount": .text(most)]))
    }

    public func number(_ number: Int, _ unit: Limit.Unit) -> String {
        unit == .bytes ? voice.formats.bytes(number) : voice.formats.number(number)
    }

    /// Who answers questions, what else there is, and how long things are kept.
    public func extras(_ plan: Plan) -> [String] {
        let kept = plan.retentionDays.map { voice.say(Phrase("platform.plans.retention", ["count": .number($0)])) }
        return [voice.say(Phrase("platform.plans.support_\(plan.support.rawValue)"))] + [kept].compactMap(\.self)
            + plan.flags.compactMap { voice.catalogue.text("platform.plans.flags.\($0)", voice.language) }
    }
}
