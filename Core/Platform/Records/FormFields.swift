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
                input(field, typed[field.name] ?? field.typed(Values(), kind.reading(field, scope.voice)), typed.beginning(of: field.name), options, problems))
        }
    }

    /// The inputs of one line.
    /// - Parameters:
    ///   - place: what its fields' problems and options begin with.
    ///   - start: what its inputs' names begin with.
    func line(_ typed: Form, _ stage: LineStage, at place: String, as start: String) -> [FormField] {
        kind.editable.map { field in
            let reading = kind.reading(field, scope.voice), value = typed[field.name] ?? field.typed(Values(), reading)
            return FormField(
                start + field.name, label: scope.say(kind.label(field)), error: stage.problems[place + field.name].map(scope.say),
                isRequired: field.has(.required), input(field, value, stage.stored[field.name]?.contains(value) == true ? value : nil, stage.options))
        }
    }

    private func help(_ field: Field<K.Subject>) -> String? {
        scope.voice.catalogue.text("\(kind.key).help.\(field.name)", scope.voice.language)
    }

    private func input(
        _ field: Field<K.Subject>, _ value: String, _ stored: String?, _ options: [ReferenceOption], _ problems: [String: Phrase] = [:]
    ) -> FormField.Input {
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
        case .choices(let values): return .choices(.init(several(field, values, value)))
        case .tags: return text(.text)
        case .reference(let target): return reference(field, target, value, stored, options)
        case .lines(let work): return .lines(lines(field, work, value, stored, options, problems))
        case .file, .image: return file(field, value, options)
        }
    }

    private func several(_ field: Field<K.Subject>, _ values: [String], _ value: String) -> [Choice] {
        let chosen = Set(listed(value))
        return values.map { Choice($0, scope.say(kind.choice($0, of: field)), isSelected: chosen.contains($0)) }
    }

    private func lines(
        _ field: Field<K.Subject>, _ work: any LineWork, _ value: String, _ stored: String?, _ options: [ReferenceOption], _ problems: [String: Phrase]
    ) -> LinesInput {
        let start = field.name + "."
        let mine = options.filter { $0.field.hasPrefix(start) }.map {
            ReferenceOption(field: String($0.field.dropFirst(start.count)), id: $0.id, title: $0.title)
        }
        let forms = work as? any LineForms
        let held = (forms?.referred(stored ?? "") ?? []).map { ($0.0.field, Set($0.1.map { $0.text })) }
        let stage = LineStage(registry: registry, scope: scope, problems: problems, options: mine, stored: Dictionary(held) { $0.union($1) })
        return LinesInput(
            rows: forms?.rows(field.name, value, "\(kind.key).\(field.name)", stage) ?? [],
            moreLabel: scope.say("platform.form.more_lines"), removeLabel: scope.say("platform.form.remove_line"))
    }

    private func file(_ field: Field<K.Subject>, _ value: String, _ options: [ReferenceOption]) -> FormField.Input {
        let name = options.first { $0.field == field.name && $0.id == value }?.title
        var isImage = false
        if case .image = field.kind { isImage = true }
        return .file(.init(name == nil ? "" : value, name: name, isImage: isImage))
    }

    private func choices(_ field: Field<K.Subject>, _ values: [String], _ value: String) -> [Choice] {
        let none = field.isOptional ? [Choice("", scope.say("platform.form.none"), isSelected: value.isEmpty)] : []
        return none + values.map { Choice($0, scope.say(kind.choice($0, of: field)), isSelected: $0 == value) }
    }

    private func reference(
        _ field: Field<K.Subject>, _ target: FieldKind.Target, _ value: String, _ stored: String?, _ options: [ReferenceOption]
    ) -> FormField.Input {
        let none = [Choice("", scope.say("platform.form.none"), isSelected: value.isEmpty)]
        var mine = options.filter { $0.field == field.name }.map { Choice($0.id, $0.title, isSelected: $0.id == value) }
        // What is there and the reader does not see stays when the form is saved.
        if !value.isEmpty, value == stored, !mine.contains(where: \.isSelected) { mine.append(Choice(value, scope.say("platform.form.unseen"), isSelected: true)) }
        if target.isMember {
            // Where there are more than a form holds, the others are searched for.
            return mine.count < ReferenceOptions<K.Subject>.mostMembers
                ? .choice(.init(none + mine)) : .reference(.init(pickerPath: Member.pickerPath, options: none + mine))
        }
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
