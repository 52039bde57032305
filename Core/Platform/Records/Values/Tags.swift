/// Words a business sorts its records by, in the order they were given: `wholesale, paris`. Each is there once,
/// whatever its case. The column is `jsonb`: `["wholesale", "paris"]`.
public struct Tags: Hashable, Sendable, ExpressibleByArrayLiteral {
    public let names: [String]

    /// Tags of one record, at most.
    public static let most = 30
    /// Characters of a tag, at most.
    public static let longest = 50

    /// Without empty ones and such as are there already.
    public init(_ names: [String]) {
        var seen: Set<String> = []
        self.names = names.map(trimmed).filter { !$0.isEmpty && seen.insert($0.lowercased()).inserted }
    }

    public init(arrayLiteral names: String...) { self.init(names) }
}

extension Tags: JSONStored, FieldValue {
    public static var kind: FieldKind { .tags }

    /// Takes a list with commas or semicolons.
    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Tags { try checked(listed(text)) }

    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Tags {
        let names = json.array?.compactMap(\.string)
        guard let names, names.count == json.array?.count else { throw FieldProblem("platform.problems.json_texts") }
        if names.contains(where: { $0.utf8.contains(0) }) { throw FieldProblem("platform.problems.nul") }
        if names.contains(where: { listed($0) != [trimmed($0)] }) { throw FieldProblem("platform.problems.tag_parts") }
        return try checked(names)
    }

    private static func checked(_ names: [String]) throws(FieldProblem) -> Tags {
        let tags = Tags(names)
        guard tags.names.count <= most else { throw FieldProblem(Phrase("platform.problems.tags", ["most": .number(most)])) }
        guard tags.names.allSatisfy({ $0.unicodeScalars.count <= longest }) else {
            throw FieldProblem(Phrase("platform.problems.tag_long", ["most": .number(longest)]))
        }
        return tags
    }

    public func shown(_ reading: Reading) -> String { plain }
    public var plain: String { names.joined(separator: ", ") }
    public init?(plain: String) { self.init(listed(plain)) }
    public var json: JSONValue { .array(names.map { .string($0) }) }
    var stored: JSONValue { json }
    init(stored: JSONValue) { self.init((stored.array ?? []).compactMap(\.string)) }
}
