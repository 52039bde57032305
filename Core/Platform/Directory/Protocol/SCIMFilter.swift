/// A condition on resources, or on the values of one attribute (RFC 7644 §3.4.2.2).
indirect enum SCIMFilter: Sendable, Equatable {
    case and(SCIMFilter, SCIMFilter)
    case or(SCIMFilter, SCIMFilter)
    case not(SCIMFilter)
    case present(SCIMName)
    case compare(SCIMName, Comparison, JSONValue)
    /// Whether one value of an attribute meets a condition: `emails[type eq "work"]`.
    case values(SCIMName, SCIMFilter)

    enum Comparison: String, Sendable, CaseIterable { case eq, ne, co, sw, ew, gt, ge, lt, le }
}

/// How an attribute is called: `userName`, `name.givenName`, `urn:…:User:emails.value`.
struct SCIMName: Sendable, Equatable, CustomStringConvertible {
    /// The URI of the schema; nil where it is left out.
    let schema: String?
    let attribute: String
    let part: String?

    /// - Returns: nil when it cannot be a name.
    init?(_ text: some StringProtocol) {
        let text = String(text), parts = text.split(separator: ":", omittingEmptySubsequences: false)
        // A URI may have dots in it; its last part is the attribute's name.
        let isURI = text.lowercased().hasPrefix("urn:")
        guard let last = parts.last, isURI == (parts.count > 1) else { return nil }
        schema = isURI ? parts.dropLast().joined(separator: ":") : nil
        let names = last.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(names.count), names.allSatisfy(Self.isName) else { return nil }
        attribute = String(names[0])
        part = names.count == 2 ? String(names[1]) : nil
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, first == UInt8(ascii: "$") || isLetter(first), text.utf8.count <= 100 else { return false }
        return text.utf8.dropFirst().allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

    var description: String { [schema, part.map { "\(attribute).\($0)" } ?? attribute].compactMap(\.self).joined(separator: ":") }
}

extension SCIMFilter {
    /// Whether a value of an attribute meets the condition, whose names are its parts.
    /// - Parameter attribute: says which of its parts tell upper from lower case.
    func meets(_ value: JSONValue, of attribute: SCIMAttribute) -> Bool {
        switch self {
        case .and(let one, let other): one.meets(value, of: attribute) && other.meets(value, of: attribute)
        case .or(let one, let other): one.meets(value, of: attribute) || other.meets(value, of: attribute)
        case .not(let filter): !filter.meets(value, of: attribute)
        case .present(let name): value.valued(name.attribute) != nil
        case .compare(let name, let comparison, let wanted):
            comparison.holds(value.valued(name.attribute), wanted, isExact: attribute.part(name.attribute)?.isCaseExact ?? false)
        case .values: false
        }
    }

    /// Every name in it, with what stands in front of a bracket.
    var names: [SCIMName] {
        switch self {
        case .and(let one, let other), .or(let one, let other): one.names + other.names
        case .not(let filter): filter.names
        case .present(let name), .compare(let name, _, _): [name]
        case .values(let name, let filter): [name] + filter.names
        }
    }
}

extension SCIMFilter.Comparison {
    fileprivate func holds(_ value: JSONValue?, _ wanted: JSONValue, isExact: Bool) -> Bool {
        if wanted == .null { return (self == .eq) == (value == nil) }
        switch (value, wanted) {
        case (.string(let value), .string(let wanted)): return holds(isExact ? value : value.lowercased(), isExact ? wanted : wanted.lowercased())
        // A value that nobody calls primary is not.
        case (nil, .bool(let wanted)): return self == .ne ? wanted : self == .eq && !wanted
        default: return self == .eq ? value == wanted : self == .ne && value != wanted
        }
    }

    private func holds(_ value: String, _ wanted: String) -> Bool {
        switch self {
        case .eq: value == wanted
        case .ne: value != wanted
        case .co: value.contains(wanted)
        case .sw: value.hasPrefix(wanted)
        case .ew: value.hasSuffix(wanted)
        case .gt: value > wanted
        case .ge: value >= wanted
        case .lt: value < wanted
        case .le: value <= wanted
        }
    }
}
