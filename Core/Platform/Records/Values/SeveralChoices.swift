/// Several of a few named values: the days a shop is open, the languages somebody speaks. Always in the order of the
/// enum's cases. The column is `jsonb`: `["monday", "friday"]`.
extension Set: JSONStored, FieldValue where Element: ChoiceValue {
    public static var kind: FieldKind { .choices(Element.allCases.map(\.rawValue)) }

    /// Takes a list with commas or semicolons of what each may be called.
    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Self {
        var chosen = Self()
        for name in listed(text) { chosen.insert(try Element.parse(name, reading)) }
        return chosen
    }

    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Self {
        guard let values = json.array else { throw FieldProblem("platform.problems.json_texts") }
        var chosen = Self()
        for value in values { chosen.insert(try Element.parse(json: value, reading)) }
        return chosen
    }

    private var names: [String] { Element.allCases.filter(contains).map(\.rawValue) }

    public func shown(_ reading: Reading) -> String {
        Element.allCases.filter(contains).map { $0.shown(reading) }.joined(separator: ", ")
    }
    public var plain: String { names.joined(separator: ", ") }
    public init?(plain: String) { self.init(listed(plain).compactMap(Element.init(rawValue:))) }
    public var json: JSONValue { .array(names.map { .string($0) }) }
    var stored: JSONValue { json }
    init(stored: JSONValue) { self.init((stored.array ?? []).compactMap { $0.string.flatMap(Element.init(rawValue:)) }) }
}
