import FoundationEssentials
import Postgres

/// A field that a business added to a kind of record. Its values lie, in their plain form, in the record's column `custom`.
public struct CustomField: Sendable, Equatable, Codable {
    /// Begins with `mark`, so that it never is the name of a declared field.
    public let name: String
    static let mark = "x_"
    /// What the business calls it, in its own words.
    public var label: String
    public internal(set) var kind: Kind
    /// For a choice: what may be chosen, in this order.
    public var choices: [String]
    public var isRequired: Bool
    /// Whether lists show it.
    public var isListed: Bool

    /// What it holds.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case text, longText, email, phone, web, integer, decimal, percent, money, date, dateTime, yesNo, choice
    }

    public init(
        name: String, label: String, kind: Kind, choices: [String] = [], isRequired: Bool = false, isListed: Bool = false
    ) {
        self.name = name
        self.label = label
        self.kind = kind
        self.choices = choices
        self.isRequired = isRequired
        self.isListed = isListed
    }

    /// Only a choice's kind is not that of its values' type.
    var fieldKind: FieldKind? { kind == .choice ? .choice(choices) : nil }

    /// - Throws: `FieldProblem` when it is none of the choices.
    func check(_ plain: String) throws(FieldProblem) {
        guard kind == .choice, !choices.contains(plain) else { return }
        throw FieldProblem(Phrase("platform.problems.choice", ["choices": .text(choices.joined(separator: ", "))]))
    }

    private var options: [FieldOption] {
        (isRequired ? [.required] : []) + (isListed ? [] : [.unlisted]) + (kind == .longText ? [.long] : [])
            + (kind == .choice || kind == .yesNo ? [.filterable] : [])
    }

    /// The field as one of a record's.
    func field<R: Fielded>(of record: R.Type = R.self) -> Field<R> {
        switch kind {
        case .text, .longText: field(String.self)
        case .email: field(EmailAddress.self)
        case .phone: field(PhoneNumber.self)
        case .web: field(WebAddress.self)
        case .integer: field(Int.self)
        case .decimal: field(Decimal.self)
        case .percent: field(Share.self)
        case .money: field(Money.self)
        case .date: field(Day.self)
        case .dateTime: field(Date.self)
        case .yesNo: field(Bool.self)
        case .choice: field(String.self)
        }
    }

    private func field<R: Fielded, V: FieldValue>(_ value: V.Type) -> Field<R> {
        let name = name
        return Field(
            name, V.self, options, isOptional: true, custom: self,
            get: { $0.custom[name].flatMap(V.init(plain:)) }, set: { $0.custom[name] = $1?.plain })
    }
}
