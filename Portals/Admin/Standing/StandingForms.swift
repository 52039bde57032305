import FoundationEssentials
import Platform

/// What an operator can decide for one business, as forms.
struct StandingForms: Sendable {
    let registry: Registry
    let scope: OperatorScope
    let found: Standings.Found
    let typed: Typed?

    /// A form that could not be taken.
    struct Typed: Sendable {
        /// The last part of its path.
        let form: String
        let fields: Form
        let problems: [String: Phrase]
    }

    var all: [BusinessPlanPage.GrantForm] {
        let ends = found.current.endsAt.map { $0 > Date() } ?? false
        let isTrial = found.current.status == .trialing
        let marks: [BusinessPlanPage.GrantForm] = switch found.current.status {
        case .active: [mark(.pastDue)]
        case .pastDue: [mark(.active)]
        case .trialing, .cancelled: []
        }
        return [give(ends)] + (isTrial ? [trial] : []) + marks + [feature, limit]
    }

    private func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String {
        scope.voice.say(Phrase("operators.standing.\(key)", arguments))
    }

    private func give(_ ends: Bool) -> BusinessPlanPage.GrantForm {
        let plans = found.plans.filter { $0.retiredAt == nil || $0.id == found.current.plan }.map { ($0.code, $0.name) }
        let periods = BillingPeriod.allCases.map { ($0.rawValue, say("period_\($0.rawValue)")) }
        let whens = [("now", say("when_now"))] + (ends ? [("end", say("when_end"))] : [])
        return form("give", [
            choice("give", "plan", plans, standard: found.business.entitlement.plan), choice("give", "period", periods, standard: found.current.period.rawValue),
            choice("give", "when", whens, standard: "now"), reason("give"),
        ])
    }

    private var trial: BusinessPlanPage.GrantForm {
        form("trial", [text("trial", "days", inputMode: "numeric"), reason("trial")])
    }

    private func mark(_ status: SubscriptionStatus) -> BusinessPlanPage.GrantForm {
        form(status == .active ? "paid" : "late", [reason(status == .active ? "paid" : "late")])
    }

    private var feature: BusinessPlanPage.GrantForm {
        let features = PlanWords(registry, scope.voice).features.map { ($0.feature.name, scope.voice.say($0.title)) }
        let states = [("on", scope.voice.say("operators.plans.included")), ("off", scope.voice.say("operators.plans.left_out"))]
        return form("feature", isVersioned: false, [
            choice("feature", "feature", features, standard: ""), choice("feature", "state", states, standard: "on"), reason("feature"), until("feature"),
        ])
    }

    private var limit: BusinessPlanPage.GrantForm {
        let limits = PlanLimit.all(registry).map { ($0.name, scope.voice.say($0.title) + ($0.unit == .bytes ? " (GB)" : "")) }
        let periods = [("", scope.voice.say("operators.plans.per_none"))]
            + LimitPeriod.allCases.map { ($0.rawValue, scope.voice.say(Phrase("operators.plans.per_\($0.rawValue)"))) }
        return form("limit", isVersioned: false, [
            choice("limit", "limit", limits, standard: ""), text("limit", "most", inputMode: "decimal", help: "most_help"),
            choice("limit", "per", periods, standard: "", help: "per_help"), reason("limit"), until("limit"),
        ])
    }

    private func form(_ name: String, isVersioned: Bool = true, _ fields: [FormField]) -> BusinessPlanPage.GrantForm {
        .init(
            title: say("\(name)_title"), action: "/businesses/\(found.business.id)/plan/\(name)",
            version: isVersioned ? String(found.current.version) : nil, fields: fields, submit: say("\(name)_submit"))
    }

    private func value(_ form: String, _ field: String) -> String? { typed?.form == form ? typed?.fields[field] : nil }

    private func problem(_ form: String, _ field: String) -> String? {
        typed?.form == form ? typed?.problems[field].map(scope.voice.say) : nil
    }

    private func text(_ form: String, _ field: String, inputMode: String? = nil, help: String? = nil) -> FormField {
        FormField(
            field, in: form, label: say(field), help: help.map { say($0) }, error: problem(form, field), isRequired: help == nil,
            .text(.init(.text, value(form, field) ?? "", inputMode: inputMode)))
    }

    private func reason(_ form: String) -> FormField {
        FormField(
            "reason", in: form, label: say("reason"), error: problem(form, "reason"), isRequired: true,
            .text(.init(.text, value(form, "reason") ?? "", maxLength: SuspensionReason.longest)))
    }

    private func until(_ form: String) -> FormField {
        FormField(
            "until", in: form, label: say("until"), help: say("until_help"), error: problem(form, "until"),
            .text(.init(.date, value(form, "until") ?? "")))
    }

    private func choice(_ form: String, _ field: String, _ options: [(String, String)], standard: String, help: String? = nil) -> FormField {
        let chosen = value(form, field) ?? standard
        return FormField(
            field, in: form, label: say(field), help: help.map { say($0) }, error: problem(form, field),
            .choice(.init(options.map { Choice($0.0, $0.1, isSelected: $0.0 == chosen) })))
    }
}

extension FormField {
    /// A question of one of several forms on a page.
    fileprivate init(
        _ name: String, in form: String, label: String, help: String? = nil, error: String? = nil, isRequired: Bool = false, _ input: Input
    ) {
        self.init("\(form).\(name)", label: label, help: help, error: error, isRequired: isRequired, input)
    }
}
