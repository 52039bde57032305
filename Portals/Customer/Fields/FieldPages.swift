import Platform

/// The pages about a business's own fields.
struct FieldPages: Sendable {
    let registry: Registry
    let scope: Scope

    var list: FieldsPage {
        FieldsPage(crumbs: [settings], kinds: registry.extendable(for: scope).map { kind in
            .init(title: scope.say(kind.many), table: kind.fields.isEmpty ? nil : table(kind), newPath: path(kind, "new"))
        })
    }

    private func table(_ kind: Extendable) -> Table {
        let kindLabel = say("kind"), listed = say("listed"), required = say("required")
        return Table(scope.say(kind.many), columns: [say("label"), kindLabel, required, listed].map { Table.Column($0) }, rows: kind.fields.map { field in
            Table.Row(id: field.name, title: field.label, link: Link(path(kind, field.name)), cells: [
                Table.Cell(say("kinds.\(field.kind.rawValue)"), label: kindLabel),
                Table.Cell(yesNo(field.isRequired), label: required), Table.Cell(yesNo(field.isListed), label: listed),
            ], action: .init(scope.say("platform.custom.remove"), leadingTo: path(kind, field.name) + "/delete"))
        })
    }

    private func yesNo(_ value: Bool) -> String { scope.say(value ? "platform.values.yes" : "platform.values.no") }

    /// What a form shows of a field that is there.
    static func typed(_ field: CustomField) -> Form {
        Form([
            ("label", field.label), ("kind", field.kind.rawValue), ("choices", field.choices.joined(separator: "\n")),
            ("required", String(field.isRequired)), ("listed", String(field.isListed)),
        ])
    }

    /// - Parameter field: nil for a new one.
    func form(_ kind: Extendable, _ field: CustomField?, _ typed: Form, _ problems: [String: Phrase] = [:]) -> RecordFormPage {
        RecordFormPage(
            title: field?.label ?? say("new"), crumbs: [settings, Crumb(say("title"), path: FieldRoutes.path)],
            action: path(kind, field?.name ?? "new"), cancelPath: FieldRoutes.path, submitLabel: say("save"),
            sections: [FormSection(scope.say(kind.many), questions(field, typed, problems))],
            error: problems.isEmpty ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(problems.count)])))
    }

    private func questions(_ field: CustomField?, _ typed: Form, _ problems: [String: Phrase]) -> [FormField] {
        func question(_ name: String, help: String? = nil, isRequired: Bool = false, _ input: FormField.Input) -> FormField {
            FormField(
                name, label: say(name), help: help.map(say), error: problems[name].map(scope.say), isRequired: isRequired,
                hasFocus: name == (problems.keys.sorted().first ?? "label"), input)
        }
        let kinds = CustomField.Kind.allCases.map { kind in
            Choice(kind.rawValue, say("kinds.\(kind.rawValue)"), isSelected: kind.rawValue == typed.text("kind"))
        }
        let choices = question("choices", help: "choices_help", .longText(.init(typed["choices"] ?? "", maxLength: 5_000)))
        return [question("label", isRequired: true, .text(.init(.text, typed["label"] ?? "", maxLength: 60)))]
            + (field == nil ? [question("kind", help: "kind_help", .choice(.init(kinds)))] : [])
            + (field.map { $0.kind == .choice } ?? true ? [choices] : [])
            + [
                question("required", .checkbox(.init(typed["required"] == "true"))),
                question("listed", .checkbox(.init(typed["listed"] == "true"))),
            ]
    }

    func question(_ kind: Extendable, _ field: CustomField) -> DeletePage {
        let label: [String: Phrase.Argument] = ["label": .text(field.label), "many": .phrase(kind.many)]
        return DeletePage(
            title: scope.say(Phrase("platform.custom.remove_title", label)), text: scope.say(Phrase("platform.custom.remove_text", label)),
            crumbs: [settings, Crumb(say("title"), path: FieldRoutes.path)],
            action: path(kind, field.name) + "/delete", cancelPath: FieldRoutes.path)
    }

    private var settings: Crumb { Crumb(scope.say("platform.home.settings"), path: "/settings") }

    private func path(_ kind: Extendable, _ doing: String) -> String { "\(FieldRoutes.path)/\(kind.table)/\(doing)" }

    private func say(_ key: String) -> String { scope.say(Phrase("platform.custom.\(key)")) }
}
