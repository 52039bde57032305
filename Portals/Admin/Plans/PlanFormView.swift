import FoundationEssentials
import Platform

/// Makes the page on which a plan is written.
struct PlanFormView: Sendable {
    let registry: Registry
    let voice: Voice
    var problems: [String: Phrase] = [:]

    /// - Parameter plan: nil for a new one.
    func page(_ typed: Form, _ stored: Plans.Offer?, conflict: RecordFormPage.Conflict? = nil) -> PlanFormPage {
        PlanFormPage(
            title: stored.map { say("edit_title", ["plan": .text($0.plan.name)]) } ?? say("new"),
            crumbs: [Crumb(say("title"), path: PlanRoutes.path)],
            action: stored.map { "\(PlanRoutes.path)/\($0.plan.id)/edit" } ?? "\(PlanRoutes.path)/new",
            version: stored.map { String($0.plan.version) }, hidden: typed.beginnings,
            error: problems.isEmpty ? nil : voice.say(Phrase("platform.form.problems", ["count": .number(problems.count)])),
            conflict: conflict, fields: about(typed, isNew: stored == nil), features: features(typed), limits: limits(typed))
    }

    func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String { voice.say(Phrase("operators.plans.\(key)", arguments)) }

    /// Both versions of the fields that two operators changed.
    func conflict(_ mine: Form, _ theirs: Form, _ disputed: [String], _ stored: Plans.Offer) -> RecordFormPage.Conflict {
        let labels = labels
        func shown(_ value: String) -> String { value.isEmpty ? "–" : value == "true" ? say("included") : value == "off" ? say("left_out") : value }
        return RecordFormPage.Conflict(
            text: voice.say(Phrase("platform.form.conflict", ["when": .text(voice.formats.relative(stored.updatedAt, to: Date()))])),
            fields: disputed.map { name in
                .init(name, label: labels[name] ?? name, mine: shown(mine.text(name)), theirs: shown(theirs.text(name)))
            },
            reloadPath: "\(PlanRoutes.path)/\(stored.plan.id)/edit")
    }

    private var labels: [String: String] {
        let none = Form()
        let fields = about(none, isNew: false).map { ($0.name, $0.label) } + features(none).map { ($0.name, $0.label) }
            + limits(none).flatMap { limit in limit.fields.map { ($0.name, "\(limit.title): \($0.label)") } }
        return Dictionary(fields, uniquingKeysWith: { first, _ in first })
    }

    private func about(_ typed: Form, isNew: Bool) -> [FormField] {
        let code = field("code", typed, isRequired: true, .text(.init(.text, typed.text("code"), maxLength: 40)))
        let support = SupportLevel.allCases.map {
            Choice($0.rawValue, voice.say(Phrase("platform.plans.support_\($0.rawValue)")), isSelected: typed.text("support") == $0.rawValue)
        }
        return [field("name", typed, isRequired: true, .text(.init(.text, typed.text("name"), maxLength: 60)))] + (isNew ? [code] : []) + [
            field("summary", typed, hasHelp: false, .longText(.init(typed.text("summary"), maxLength: 300))),
            field("currency", typed, hasHelp: false, .choice(.init(currencies(typed.text("currency"))))),
            field("monthly", typed, .text(.init(.text, typed.text("monthly"), inputMode: "decimal"))),
            field("yearly", typed, .text(.init(.text, typed.text("yearly"), inputMode: "decimal"))),
            field("trial_days", typed, .text(.init(.text, typed.text("trial_days"), inputMode: "numeric"))),
            field("support", typed, hasHelp: false, .choice(.init(support))),
            field("flags", typed, .text(.init(.text, typed.text("flags")))),
            field("retention_days", typed, .text(.init(.text, typed.text("retention_days"), inputMode: "numeric"))),
        ]
    }

    private func field(_ name: String, _ typed: Form, isRequired: Bool = false, hasHelp: Bool = true, _ input: FormField.Input) -> FormField {
        FormField(
            name, label: say("fields.\(name)"), help: hasHelp && name != "name" ? say("help.\(name)") : nil,
            error: problems[name].map(voice.say), isRequired: isRequired, input)
    }

    private func currencies(_ chosen: String) -> [Choice] {
        let all = Currency.common + [Currency(rawValue: chosen)].compactMap(\.self).filter { !Currency.common.contains($0) }
        return all.map { Choice($0.rawValue, "\($0.rawValue) – \(voice.formats.name(of: $0))", isSelected: $0.rawValue == chosen) }
    }

    private func features(_ typed: Form) -> [PlanFormPage.Switch] {
        let named = PlanWords(registry, voice).features.map { ($0.feature.name, voice.say($0.title)) }
        return (named + [(PlanForm.others, say("others"))]).map { name, label in
            .init(name: "feature.\(name)", label: label, isOn: typed["feature.\(name)"] == "true")
        }
    }

    private func limits(_ typed: Form) -> [PlanFormPage.Limit] {
        PlanLimit.all(registry).map { limit in
            let name = "limit.\(limit.name)"
            func number(_ part: String, _ label: String) -> FormField {
                FormField(
                    "\(name).\(part)", label: say(label), error: problems["\(name).\(part)"].map(voice.say),
                    .text(.init(.text, typed.text("\(name).\(part)"), inputMode: "decimal")))
            }
            let chosen = typed.text("\(name).per")
            let periods = LimitPeriod.allCases.map { Choice($0.rawValue, say("per_\($0.rawValue)"), isSelected: chosen == $0.rawValue) }
            let per = FormField("\(name).per", label: say("per"), error: problems["\(name).per"].map(voice.say), .choice(.init(periods)))
            return .init(
                title: voice.say(limit.title),
                fields: [number("most", limit.unit == .bytes ? "most_gigabytes" : "most")] + (limit.hasPeriod ? [per] : []) + [number("grace", "grace")])
        }
    }
}
