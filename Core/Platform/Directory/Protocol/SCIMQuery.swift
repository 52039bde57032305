/// What a list is asked for (RFC 7644 §3.4.2).
public struct SCIMQuery: Sendable {
    let filter: SCIMFilter?
    /// From 1.
    public let startIndex: Int
    /// Resources at most, 0 to `most`.
    public let count: Int
    let sortBy: SCIMName?
    let isDescending: Bool
    public let selection: SCIMSelection

    /// Resources of an answer at most, and without a word how many.
    public static let most = 1_000, usual = 100

    /// - Throws: `SCIMError`.
    public init(_ query: Form) throws(SCIMError) {
        try self.init(
            filter: query["filter"], start: try Self.number(query["startIndex"], "startIndex"), count: try Self.number(query["count"], "count"),
            sort: query["sortBy"], order: query["sortOrder"], selection: try SCIMSelection(query))
    }

    /// The body of a search (RFC 7644 §3.4.3).
    public init(_ body: JSONValue) throws(SCIMError) {
        let message = "urn:ietf:params:scim:api:messages:2.0:SearchRequest"
        guard body.valued("schemas")?.array?.contains(.string(message)) == true else { throw .bad(.invalidSyntax, "schema", ["schema": .text(message)]) }
        func text(_ name: String) throws(SCIMError) -> String? {
            guard let value = body.valued(name), value != .null else { return nil }
            guard let text = value.string else { throw .bad(.invalidValue, "type_string", ["attribute": .text(name)]) }
            return text
        }
        func number(_ name: String) throws(SCIMError) -> Int? {
            guard let value = body.valued(name), value != .null else { return nil }
            guard let number = value.integer else { throw .bad(.invalidValue, "type_integer", ["attribute": .text(name)]) }
            return Int(clamping: number)
        }
        try self.init(
            filter: try text("filter"), start: try number("startIndex"), count: try number("count"), sort: try text("sortBy"),
            order: try text("sortOrder"), selection: try SCIMSelection(body))
    }

    private init(filter: String?, start: Int?, count: Int?, sort: String?, order: String?, selection: SCIMSelection) throws(SCIMError) {
        self.filter = if let filter, !trimmed(filter).isEmpty { try SCIMReader.filter(filter) } else { nil }
        startIndex = min(max(start ?? 1, 1), 1_000_000_000)
        self.count = min(max(count ?? Self.usual, 0), Self.most)
        if let sort, !sort.isEmpty {
            guard let name = SCIMName(sort) else { throw .bad(.invalidPath, "path", ["path": .text(String(sort.prefix(200)))]) }
            sortBy = name
        } else {
            sortBy = nil
        }
        isDescending = order?.lowercased() == "descending"
        self.selection = selection
    }

    private static func number(_ text: String?, _ name: String) throws(SCIMError) -> Int? {
        guard let text, !text.isEmpty else { return nil }
        guard let number = Int(text) else { throw .bad(.invalidValue, "type_integer", ["attribute": .text(name)]) }
        return number
    }
}
