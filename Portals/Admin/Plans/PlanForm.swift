import FoundationEssentials
import Platform

/// Reads what an operator types about a plan. Features and limits of modules that are not installed are not asked for, and
/// stay as they are.
struct PlanForm: Sendable {
    let registry: Registry
    let voice: Voice
    private(set) var problems: [String: Phrase] = [:]

    /// Stands for every feature that is not named.
    static let others = "*"

    init(registry: Registry, voice: Voice) {
        self.registry = registry
        self.voice = voice
    }

    /// The names of all that can be switched on.
    var features: [String] { PlanWords(registry, voice).features.map(\.feature.name) + [Self.others] }

    /// A plan as the form shows it.
    func form(_ plan: Plan) -> Form {
        func price(_ amount: Int64?) -> String {
            amount.map { voice.formats.scaled($0, digits: plan.currency.digits) } ?? ""
        }
        let about = [
            ("code", plan.code), ("name", plan.name), ("summary", plan.summary), ("currency", plan.currency.rawValue),
            ("monthly", price(plan.monthly)), ("yearly", price(plan.yearly)), ("trial_days", voice.formats.number(plan.trialDays)),
            ("support", plan.support.rawValue), ("flags", plan.flags.joined(separator: ", ")),
            ("retention_days", plan.retentionDays.map { voice.formats.number($0) } ?? ""),
        ]
        let switches = features.map { ("feature.\($0)", plan.grants(Feature($0)) ? "true" : "off") }
        let limits = PlanLimit.all(registry).flatMap { limit -> [(String, String)] in
            let terms = plan.limits[limit.name] ?? nil, amount = TypedAmount(voice: voice, unit: limit.unit)
            return [
                ("limit.\(limit.name).most", terms.map { amount.text($0.most) } ?? ""),
                ("limit.\(limit.name).per", limit.hasPeriod ? (terms?.per ?? .month).rawValue : ""),
                ("limit.\(limit.name).grace", terms?.grace.map { voice.formats.number($0) } ?? ""),
            ]
        }
        return Form((about + switches + limits).map { (name: $0.0, value: $0.1) })
    }

    /// What was typed, on top of what is stored.
    /// - Returns: nil when something is wrong with it; `problems` then says what.
    mutating func plan(_ typed: Form, on stored: Plan) -> Plan? {
        problems = [:]
        var plan = stored
        plan.name = text("name", typed, most: Plan.longestName, isRequired: true)
        plan.summary = text("summary", typed, most: Plan.longestSummary)
        plan.currency = Currency(rawValue: typed.text("currency")) ?? wrong("currency", "platform.problems.currency", stored.currency)
        plan.monthly = price("monthly", typed, plan.currency)
        plan.yearly = price("yearly", typed, plan.currency)
        plan.trialDays = number("trial_days", typed, Plan.trials) ?? 0
        plan.retentionDays = number("retention_days", typed, Plan.retentions)
        plan.support = SupportLevel(rawValue: typed.text("support")) ?? wrong("support", "operators.plans.problems.support", stored.support)
        plan.flags = flags(typed)
        plan.features = switches(typed, stored)
        plan.limits = limits(typed, stored)
        if plan.isDefault, plan.isPriced { problems[(plan.monthly ?? 0) > 0 ? "monthly" : "yearly"] = "operators.plans.problems.default_priced" }
        return problems.isEmpty ? plan : nil
    }

    /// What a new plan is known by.
    mutating func code(_ typed: Form) -> String? {
        let code = typed.text("code")
        guard Plan.isWord(code) else {
            problems["code"] = "operators.plans.problems.code"
            return nil
        }
        return code
    }

    mutating func refuse(_ field: String, _ problem: Phrase) { problems[field] = problem }

    private mutating func wrong<T>(_ field: String, _ problem: Phrase, _ value: T) -> T {
        problems[field] = problem
        return value
    }

    private mutating func text(_ field: String, _ typed: Form, most: Int, isRequired: Bool = false) -> String {
        let text = typed.text(field), length = text.unicodeScalars.count
        if text.isEmpty, isRequired { problems[field] = "platform.problems.required" }
        if text.utf8.contains(0) { problems[field] = "platform.problems.nul" }
        if length > most { problems[field] = Phrase("platform.problems.too_long", ["limit": .number(most), "length": .number(length)]) }
        return text
    }

    private mutating func price(_ field: String, _ typed: Form, _ currency: Currency) -> Int64? {
        let text = typed.text(field)
        guard !text.isEmpty else { return nil }
        if let amount = voice.formats.money(from: text, in: currency), Plan.prices.contains(Int(amount)) { return amount }
        return wrong(field, Phrase("operators.plans.problems.price", ["currency": .text(currency.rawValue)]), nil)
    }

    private mutating func number(_ field: String, _ typed: Form, _ range: ClosedRange<Int>) -> Int? {
        let text = typed.text(field)
        guard !text.isEmpty else { return nil }
        if let number = voice.formats.integer(from: text), range.contains(number) { return number }
        return wrong(field, Phrase("operators.plans.problems.range", [
            "least": .number(range.lowerBound), "most": .number(range.upperBound),
        ]), nil)
    }

    private mutating func flags(_ typed: Form) -> [String] {
        let flags = typed.text("flags").split { $0 == "," || $0 == "،" || $0.isWhitespace }.map(String.init)
        let areRight = flags.count <= Plan.mostFlags && flags.allSatisfy(Plan.isWord)
        return areRight ? flags : wrong("flags", "operators.plans.problems.flags", [])
    }

    /// Named is what differs from `*`, and what is not installed.
    private func switches(_ typed: Form, _ stored: Plan) -> [String: Bool] {
        let known = features
        func isOn(_ name: String) -> Bool { typed["feature.\(name)"].map { $0 == "true" } ?? stored.grants(Feature(name)) }
        let rest = isOn(Self.others)
        var switches = stored.features.filter { !known.contains($0.key) }
        for name in known where isOn(name) != rest { switches[name] = isOn(name) }
        switches[Self.others] = rest
        return switches
    }

    private mutating func limits(_ typed: Form, _ stored: Plan) -> [String: LimitTerms?] {
        let known = PlanLimit.all(registry)
        var limits = stored.limits.filter { name, _ in !known.contains { $0.name == name } }
        for limit in known {
            let field = "limit.\(limit.name)"
            guard !typed.text("\(field).most").isEmpty else { continue }
            guard let most = TypedAmount(voice: voice, unit: limit.unit).amount(typed.text("\(field).most")) else {
                problems["\(field).most"] = "operators.plans.problems.amount"
                continue
            }
            let grace = number("\(field).grace", typed, LimitTerms.graces), per = LimitPeriod(rawValue: typed.text("\(field).per"))
            if limit.hasPeriod, per == nil { problems["\(field).per"] = "operators.standing.choose" }
            limits[limit.name] = .some(LimitTerms(most: most, per: limit.hasPeriod ? per : nil, grace: grace == 0 ? nil : grace))
        }
        return limits
    }
}
