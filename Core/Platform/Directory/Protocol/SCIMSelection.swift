/// Which attributes of a resource are asked for (RFC 7644 §3.9). Names that mean nothing select nothing.
public struct SCIMSelection: Sendable {
    private let wanted, unwanted: [SCIMName]

    /// - Throws: `SCIMError` where both are asked for: they exclude each other.
    public init(_ query: Form) throws(SCIMError) {
        func names(_ name: String) -> [String] { (query[name] ?? "").split(separator: ",").map { trimmed(String($0)) } }
        try self.init(names("attributes"), names("excludedAttributes"))
    }

    init(_ body: JSONValue) throws(SCIMError) {
        func names(_ name: String) -> [String] { (body.valued(name)?.array ?? []).compactMap(\.string) }
        try self.init(names("attributes"), names("excludedAttributes"))
    }

    private init(_ wanted: [String], _ unwanted: [String]) throws(SCIMError) {
        guard wanted.isEmpty || unwanted.isEmpty else { throw .bad(.invalidValue, "selection") }
        self.wanted = wanted.compactMap(SCIMName.init)
        self.unwanted = unwanted.compactMap(SCIMName.init)
        isEverything = wanted.isEmpty && unwanted.isEmpty
    }

    private let isEverything: Bool

    /// Whether any of an attribute is to be shown.
    func shows(_ attribute: String) -> Bool {
        let name = attribute.lowercased()
        if isEverything { return true }
        if !unwanted.isEmpty { return !unwanted.contains { $0.attribute.lowercased() == name && $0.part == nil } }
        return wanted.contains { $0.attribute.lowercased() == name }
    }

    /// The resource with what is asked for, and what is always there.
    func part(of resource: JSONValue) -> JSONValue {
        guard !isEverything, let members = resource.members else { return resource }
        return .object(members.compactMap { member in
            if member.name == "id" || member.name == "schemas" { return member }
            guard shows(member.name) else { return nil }
            return narrowed(member.value, parts(wanted, of: member.name), parts(unwanted, of: member.name)).map { .init(member.name, $0) }
        })
    }

    /// The parts of an attribute that are named; nil where it is named as a whole, or not at all.
    private func parts(_ names: [SCIMName], of attribute: String) -> Set<String>? {
        let named = names.filter { $0.attribute.lowercased() == attribute.lowercased() }
        guard !named.isEmpty, named.allSatisfy({ $0.part != nil }) else { return nil }
        return Set(named.compactMap { $0.part?.lowercased() })
    }

    private func narrowed(_ value: JSONValue, _ wanted: Set<String>?, _ unwanted: Set<String>?) -> JSONValue? {
        guard wanted != nil || unwanted != nil else { return value }
        switch value {
        case .array(let values):
            let kept = values.compactMap { narrowed($0, wanted, unwanted) }
            return kept.isEmpty ? nil : .array(kept)
        case .object(let members):
            let kept = members.filter { wanted?.contains($0.name.lowercased()) ?? !(unwanted?.contains($0.name.lowercased()) ?? false) }
            return kept.isEmpty ? nil : .object(kept)
        default: return value
        }
    }
}
