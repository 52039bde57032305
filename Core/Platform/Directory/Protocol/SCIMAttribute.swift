/// An attribute of a resource as its schema declares it (RFC 7643 §7). Names are told apart without regard to case (§2.1).
public struct SCIMAttribute: Sendable {
    let name: String
    let kind: Kind
    let isMultiValued: Bool
    let isRequired: Bool
    /// Whether two values that differ in case differ.
    let isCaseExact: Bool
    let mutability: Mutability
    let returned: Returned
    let uniqueness: String
    /// Values that are usual; others are taken too.
    let canonical: [String]
    /// Of a text, its characters; of several values, how many: at most.
    let most: Int
    /// Of a complex attribute.
    let parts: [SCIMAttribute]

    enum Kind: Sendable, Equatable {
        case string, boolean, integer, dateTime, complex
        /// Names a resource of one of these types, or another thing's address.
        case reference([String])

        var name: String {
            switch self {
            case .string: "string"
            case .boolean: "boolean"
            case .integer: "integer"
            case .dateTime: "dateTime"
            case .complex: "complex"
            case .reference: "reference"
            }
        }
    }

    enum Mutability: String, Sendable { case readOnly, readWrite, immutable }
    enum Returned: String, Sendable { case always, `default` }

    init(
        _ name: String, _ kind: Kind = .string, many: Bool = false, required: Bool = false, exact: Bool = false,
        mutability: Mutability = .readWrite, returned: Returned = .default, unique: String = "none", canonical: [String] = [],
        most: Int = 200, parts: [SCIMAttribute] = []
    ) {
        self.name = name
        self.kind = kind
        isMultiValued = many
        isRequired = required
        isCaseExact = exact
        self.mutability = mutability
        self.returned = returned
        uniqueness = unique
        self.canonical = canonical
        self.most = most
        self.parts = parts
    }

    func part(_ name: some StringProtocol) -> SCIMAttribute? { parts.named(name) }

    /// As `/Schemas` shows it.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("name", .string(name)), .init("type", .string(kind.name)), .init("multiValued", .bool(isMultiValued)),
            .init("required", .bool(isRequired)), .init("mutability", .string(mutability.rawValue)),
            .init("returned", .string(returned.rawValue)), .init("uniqueness", .string(uniqueness)),
        ]
        if kind == .string { members.append(.init("caseExact", .bool(isCaseExact))) }
        if case .reference(let types) = kind {
            members += [.init("caseExact", true), .init("referenceTypes", .array(types.map(JSONValue.string)))]
        }
        if !canonical.isEmpty { members.append(.init("canonicalValues", .array(canonical.map(JSONValue.string)))) }
        if kind == .complex { members.append(.init("subAttributes", .array(parts.map(\.json)))) }
        return .object(members)
    }
}

extension [SCIMAttribute] {
    func named(_ name: some StringProtocol) -> SCIMAttribute? {
        let wanted = name.lowercased()
        return first { $0.name.lowercased() == wanted }
    }
}
