import Platform

/// The form that decides what one role sees of one kind of record.
struct AccessForm: Sendable {
    let kind: Ruleable
    let role: BusinessRole
    let scope: Scope
    /// The values of its references.
    let referred: [String: [(plain: String, label: Phrase)]]

    private var words: AccessWords { AccessWords(scope: scope) }

    func page(_ typed: Form, _ problems: [String: Phrase] = [:]) -> RecordFormPage {
        RecordFormPage(
            title: scope.say(Phrase("platform.access.form_title", ["role": .phrase(role.name), "many": .phrase(kind.many)])),
            crumbs: [words.settings, Crumb(words.say("title"), path: AccessRoutes.path)],
            action: "\(AccessRoutes.path)/\(kind.table)/\(role.key)", cancelPath: AccessRoutes.path, submitLabel: scope.say("common.save"),
            sections: [records(typed, problems)] + deciders.map { values(of: $0, typed) } + [fields(typed)],
            error: problems.isEmpty ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(problems.count)])))
    }

    /// Fields whose values can decide, as far as there are any.
    private var deciders: [Ruleable.Field] { kind.deciders.filter { !values($0).isEmpty } }

    private func values(_ field: Ruleable.Field) -> [(plain: String, label: Phrase)] { field.values + (referred[field.name] ?? []) }

    private func records(_ typed: Form, _ problems: [String: Phrase]) -> FormSection {
        let owned = kind.isOwned ? [("team", words.say("team")), ("own", words.say("own"))] : []
        let some = deciders.map { ("some.\($0.name)", scope.say(Phrase("platform.access.some", ["field": .phrase($0.label)]))) }
        let rung = role.custom == nil ? [] : [("rung", words.rung(role))]
        let options = rung + [("all", words.say("all"))] + owned + some
        return FormSection(words.say("rows"), [
            FormField(
                "rows", label: scope.say(kind.many), help: words.help(role, kind),
                error: problems["rows"].map(scope.say), hasFocus: true,
                .choice(.init(options.map { Choice($0.0, $0.1, isSelected: $0.0 == typed.text("rows")) }))),
        ])
    }

    private func values(of field: Ruleable.Field, _ typed: Form) -> FormSection {
        FormSection(scope.say(Phrase("platform.access.values", ["field": .phrase(field.label)])), values(field).map { value in
            let name = "value.\(field.name).\(value.plain)"
            return FormField(name, label: scope.say(value.label), .checkbox(.init(typed[name] != nil)))
        })
    }

    private func fields(_ typed: Form) -> FormSection {
        FormSection(words.say("fields"), kind.fields.map { field in
            let name = "field.\(field.name)", now = typed.text(name)
            let choices = [("", "seen"), ("read_only", "read_only"), ("hidden", "hidden")].filter { !field.isPlatform || $0.0 != "read_only" }
            return FormField(name, label: scope.say(field.label), .choice(.init(choices.map { Choice($0.0, words.say($0.1), isSelected: $0.0 == now) })))
        })
    }
}
