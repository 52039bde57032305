/// The questions of a record's form.
struct FormFields<K: Formed>: Sendable {
    let kind: K
    let registry: Registry
    let scope: Scope

    func all(_ typed: Form, _ problems: [String: Phrase], _ options: [ReferenceOption]) -> [FormField] {
        let first = kind.editable.first { problems[$0.name] != nil } ?? kind.editable.first
        return kind.editable.map { field in
            FormField(
                field.name, label: scope.say(kind.label(field)), help: help(field), error: problems[field.name].map(scope.say),
                isRequired: field.has(.required), hasFocus: field.name == first?.name,
                input(field, typed[field.name] ?? field.typed(Values(), kind.reading(field, scope.voice)), options))
        }
    }

    private func help(_ field: Field<K.Subject>) -> String? {
        scope.voice.catalogue.text("\(kind.key).help.\(field.name)", scope.voice.language)
    }

    private func input(_ field: Field<K.Subject>, _ value: String, _ options: [ReferenceOption]) -> FormField.Input {
        func text(_ kind: FormField.TextInput.Kind, inputMode: String? = nil) -> FormField.Input {
            .text(.init(kind, value, autocomplete: field.autocomplete, inputMode: inputMode, maxLength: field.most))
        }
        switch field.kind {
        case .text: return text(.text)
        case .longText: return .longText(.init(value, maxLength: field.most))
        case .email: return text(.email)
        case .phone: return text(.tel)
        case .web: return text(.text, inputMode: "url") // browsers' own url field refuses addresses without https://
        case .integer: return text(.text, inputMode: "numeric")
        case .decimal, .percent, .money: return text(.text, inputMode: "decimal")
        case .date: return text(.date)
        case .dateTime: return text(.text)
        case .yesNo: return .checkbox(.init(value == "true"))
        case .choice(let values): return .choice(.init(choices(field, values, value)))
        case .reference(let target): return reference(field, target, value, options)
        }
    }

    private func choices(_ field: Field<K.Subject>, _ values: [String], _ value: String) -> [Choice] {
        let none = field.isOptional ? [Choice("", scope.say("platform.form.none"), isSelected: value.isEmpty)] : []
        return none + values.map { Choice($0, scope.say(kind.choice($0, of: field)), isSelected: $0 == value) }
    }

    private func reference(
        _ field: Field<K.Subject>, _ target: FieldKind.Target, _ value: String, _ options: [ReferenceOption]
    ) -> FormField.Input {
        let none = [Choice("", scope.say("platform.form.none"), isSelected: value.isEmpty)]
        let mine = options.filter { $0.field == field.name }.map { Choice($0.id, $0.title, isSelected: $0.id == value) }
        let path = registry.place(of: target.table())?.path ?? ""
        return .reference(.init(pickerPath: "\(path)/picker", options: none + mine))
    }
}

extension Field {
    var autocomplete: String {
        for case .autocomplete(let token) in options { return token }
        return "off"
    }
}
