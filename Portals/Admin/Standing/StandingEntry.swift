import FoundationEssentials
import Platform

/// Reads one of the forms of a business's plan.
struct StandingEntry: Sendable {
    let form: String
    let typed: Form
    let found: Standings.Found
    let voice: Voice
    private var problems: [String: Phrase] = [:]

    init(form: String, typed: Form, found: Standings.Found, voice: Voice) {
        self.form = form
        // Fields are named for their form, of which there are several on the page.
        self.typed = Form(typed.fields.map { ($0.name.hasPrefix("\(form).") ? String($0.name.dropFirst(form.count + 1)) : $0.name, $0.value) })
        self.found = found
        self.voice = voice
    }

    var isRight: Bool { problems.isEmpty }

    var refused: StandingForms.Typed { .init(form: form, fields: typed, problems: problems) }

    func text(_ field: String) -> String { typed.text(field) }

    /// - Throws: `PageError.badForm` where the form is not ours.
    func version() throws -> Int {
        guard let version = typed["version"].flatMap(Int.init) else { throw PageError.badForm }
        return version
    }

    mutating func plan() -> Plan? {
        let plan = found.plans.first { $0.code == typed.text("plan") && ($0.retiredAt == nil || $0.id == found.current.plan) }
        if plan == nil { problems["plan"] = "operators.standing.choose" }
        return plan
    }

    mutating func period(_ plan: Plan?) -> BillingPeriod? {
        guard let period = BillingPeriod(rawValue: typed.text("period")) else {
            problems["period"] = "operators.standing.choose"
            return nil
        }
        guard let plan, plan.isPriced, plan.price(by: period) == nil else { return period }
        problems["period"] = Phrase("platform.plans.not_sold_by_\(period.rawValue)")
        return nil
    }

    mutating func reason() -> String? {
        do {
            return try SuspensionReason(typed["reason"] ?? "").text
        } catch {
            problems["reason"] = error == .missing ? "operators.standing.reason_missing" : error.phrase
            return nil
        }
    }

    mutating func days() -> Int? {
        if let days = voice.formats.integer(from: typed.text("days")), (1...365).contains(days) { return days }
        problems["days"] = Phrase("operators.plans.problems.range", ["least": .number(1), "most": .number(365)])
        return nil
    }

    mutating func one(_ field: String, of names: [String]) -> String? {
        let name = names.first { $0 == typed.text(field) }
        if name == nil { problems[field] = "operators.standing.choose" }
        return name
    }

    /// - Returns: nil for no limit at all, and where something is wrong.
    mutating func terms(_ limit: PlanLimit?) -> LimitTerms? {
        guard let limit, !typed.text("most").isEmpty else { return nil }
        guard let most = TypedAmount(voice: voice, unit: limit.unit).amount(typed.text("most")) else {
            problems["most"] = "operators.plans.problems.amount"
            return nil
        }
        let per = LimitPeriod(rawValue: typed.text("per"))
        if limit.hasPeriod, per == nil { problems["per"] = "operators.standing.per_missing" }
        return LimitTerms(most: most, per: limit.hasPeriod ? per : nil)
    }

    /// The end of the day that was typed, in UTC; nil for good, and where something is wrong.
    mutating func until() -> Date? {
        let text = typed.text("until")
        guard !text.isEmpty else { return nil }
        if let day = try? Date(text + "T00:00:00Z", strategy: .iso8601), day + 86_400 > Date() { return day + 86_400 } // no date: said so below
        problems["until"] = "operators.standing.until_wrong"
        return nil
    }
}
