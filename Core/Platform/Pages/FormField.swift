/// A question on a form, with its answer so far and what is wrong with it.
/// Fills `templates/fields/field.mustache`.
public struct FormField: Sendable {
    /// The HTML id, unique on the page.
    public let id: String
    /// What the answer is sent as.
    public let name: String
    public let label: String
    public let help: String?
    public let error: String?
    /// The ids of help and error, where there is one.
    public let describedBy: String?
    public let isRequired: Bool
    /// Whether the cursor stands here when the page opens; at most one field of a page.
    public let hasFocus: Bool

    // Exactly one of these is there; `Input` says which.
    public let text: TextInput?
    public let longText: LongText?
    public let choice: ChoiceInput?
    public let checkbox: Checkbox?
    public let reference: ReferenceInput?
    public let choices: ChoicesInput?
    public let file: FileInput?
    public let lines: LinesInput?
    /// Whether it is made of several inputs, with the label as their heading.
    public let isGroup: Bool

    /// How the question is answered.
    public enum Input: Sendable {
        case text(TextInput), longText(LongText), choice(ChoiceInput), checkbox(Checkbox), reference(ReferenceInput)
        case choices(ChoicesInput), lines(LinesInput), file(FileInput)
    }

    public init(
        _ name: String, label: String, help: String? = nil, error: String? = nil,
        isRequired: Bool = false, hasFocus: Bool = false, _ input: Input
    ) {
        id = "field-" + name
        self.name = name
        self.label = label
        self.help = help
        self.error = error
        self.isRequired = isRequired
        self.hasFocus = hasFocus
        let notes = [help.map { _ in "field-\(name)-help" }, error.map { _ in "field-\(name)-error" }].compactMap(\.self)
        describedBy = notes.isEmpty ? nil : notes.joined(separator: " ")

        text = if case .text(let input) = input { input } else { nil }
        longText = if case .longText(let input) = input { input } else { nil }
        choice = if case .choice(let input) = input { input } else { nil }
        checkbox = if case .checkbox(let input) = input { input } else { nil }
        reference = if case .reference(let input) = input { input } else { nil }
        choices = if case .choices(let input) = input { input } else { nil }
        lines = if case .lines(let input) = input { input } else { nil }
        isGroup = choices != nil || lines != nil
        file = if case .file(let input) = input { input } else { nil }
    }
}

/// Questions that belong together, under a heading or under none.
public struct FormSection: Sendable {
    public let title: String?
    public let fields: [FormField]

    public init(_ title: String? = nil, _ fields: [FormField]) {
        self.title = title
        self.fields = fields
    }
}
