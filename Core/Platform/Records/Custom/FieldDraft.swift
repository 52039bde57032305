/// What somebody says about a field of their own, read from a form.
public struct FieldDraft: Sendable {
    let label: String
    let kind: CustomField.Kind
    let choices: [String]
    let isRequired: Bool
    let isListed: Bool
    /// What is wrong, by the form's fields; empty where nothing is.
    public let problems: [String: Phrase]

    private static let mostLabel = 60, mostChoices = 50

    /// Reads `label`, `kind`, `choices` (one a line), `required` and `listed`.
    /// - Parameter kind: of a field that is there already, which stays.
    public init(_ form: Form, kind known: CustomField.Kind? = nil) {
        var problems: [String: Phrase] = [:]
        label = form.text("label")
        kind = known ?? CustomField.Kind(rawValue: form.text("kind")) ?? .text
        choices = kind == .choice ? form.text("choices").split(whereSeparator: \.isNewline).map { trimmed(String($0)) }.filter { !$0.isEmpty } : []
        isRequired = form["required"] == "true"
        isListed = form["listed"] == "true"
        if label.isEmpty { problems["label"] = "platform.problems.required" }
        problems["label"] = problems["label"] ?? Self.problem(label)
        if known == nil, CustomField.Kind(rawValue: form.text("kind")) == nil { problems["kind"] = "platform.custom.kind_wrong" }
        if kind == .choice {
            if choices.isEmpty { problems["choices"] = "platform.custom.choices_empty" }
            if choices.count > Self.mostChoices { problems["choices"] = Phrase("platform.custom.choices_many", ["most": .number(Self.mostChoices)]) }
            if Set(choices).count < choices.count { problems["choices"] = "platform.custom.choices_twice" }
            problems["choices"] = problems["choices"] ?? choices.lazy.compactMap(Self.problem).first
        }
        self.problems = problems
    }

    private static func problem(_ text: String) -> Phrase? {
        let length = text.unicodeScalars.count
        if text.utf8.contains(0) { return "platform.problems.nul" }
        return length <= mostLabel ? nil : Phrase("platform.problems.too_long", ["limit": .number(mostLabel), "length": .number(length)])
    }

    func checkLabel(among fields: [CustomField]) throws(FieldDefinitionError) {
        if fields.contains(where: { $0.label.lowercased() == label.lowercased() }) { throw .labelTaken }
    }

    func field(name: String) -> CustomField {
        CustomField(name: name, label: label, kind: kind, choices: choices, isRequired: isRequired, isListed: isListed)
    }

    /// After the label's Latin letters and digits, as far as there are any; a number behind it keeps it apart from others.
    func freeName(among fields: [CustomField]) -> String {
        let letters = label.lowercased().unicodeScalars.map { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) ? Character($0) : "_" }
        let start = CustomField.mark + String(letters.prefix(30)).split(separator: "_").joined(separator: "_")
        let base = start == CustomField.mark ? "x_field" : start
        let taken = Set(fields.map(\.name))
        return taken.contains(base) ? (2...).lazy.map { "\(base)_\($0)" }.first { !taken.contains($0) } ?? base : base
    }
}
