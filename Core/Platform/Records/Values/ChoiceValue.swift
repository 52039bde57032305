public import Postgres

/// One of a few named values: an enum with text behind its cases. The catalogue names them,
/// under `<module>.<records>.choices.<field>.<raw value>`.
public protocol ChoiceValue: FieldValue, PostgresCodable, CaseIterable, RawRepresentable where RawValue == String {
    /// What files of other programs call the cases, in lower case.
    static var synonyms: [String: Self] { get }
    /// What its colour says.
    var tone: Tone { get }
}

extension ChoiceValue {
    public static var synonyms: [String: Self] { [:] }
    public var tone: Tone { .neutral }
    public var badge: Tone? { tone }

    public static var kind: FieldKind { .choice(allCases.map(\.rawValue)) }

    /// Takes the stored value, a synonym, or the name in the reader's language; case does not matter.
    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Self {
        let text = text.lowercased()
        if let choice = Self(rawValue: text) ?? synonyms[text] { return choice }
        if let choice = allCases.first(where: { $0.shown(reading).lowercased() == text }) { return choice }
        let names = reading.formats.list(allCases.map { $0.shown(reading) })
        throw FieldProblem(Phrase("platform.problems.choice", ["choices": .text(names)]))
    }

    public func shown(_ reading: Reading) -> String { reading.voice.say(Phrase("\(reading.choices).\(rawValue)")) }

    public var plain: String { rawValue }
    public init?(plain: String) { self.init(rawValue: plain) }

    /// Programs use the stored value, whatever people call it.
    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Self {
        guard let choice = json.string.flatMap(Self.init(rawValue:)) else {
            throw FieldProblem(Phrase("platform.problems.choice", ["choices": .text(reading.formats.list(allCases.map(\.rawValue)))]))
        }
        return choice
    }

    /// The choices are few and the rows many: each is put into words once.
    public static func reader(_ reading: Reading) -> @Sendable (inout Row) throws -> Shown {
        let shown = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, Shown($0, reading)) })
        return { row in
            guard let value = try row.next(String?.self) else { return Shown("") }
            guard let known = shown[value] else { throw PostgresMismatch() }
            return known
        }
    }
}
