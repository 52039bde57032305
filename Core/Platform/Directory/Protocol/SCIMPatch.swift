/// Changes to a resource, one after the other, all or none (RFC 7644 §3.5.2).
public struct SCIMPatch: Sendable {
    let operations: [Operation]

    struct Operation: Sendable {
        let kind: Kind
        /// nil: the value says by its names what it is about.
        let path: String?
        let value: JSONValue?

        enum Kind: String, Sendable { case add, remove, replace }
    }

    private static let message = "urn:ietf:params:scim:api:messages:2.0:PatchOp", mostOperations = 1_000

    /// Reads a body. Names and operations may be in any case: some directories write `Replace`.
    /// - Throws: `SCIMError` `invalidSyntax`.
    public init(_ body: JSONValue) throws(SCIMError) {
        guard body.valued("schemas")?.array?.contains(where: { $0.string?.lowercased() == Self.message.lowercased() }) == true else {
            throw .bad(.invalidSyntax, "schema", ["schema": .text(Self.message)])
        }
        guard let listed = body.valued("Operations")?.array, !listed.isEmpty, listed.count <= Self.mostOperations else {
            throw .bad(.invalidSyntax, "operations", ["limit": .number(Self.mostOperations)])
        }
        var operations: [Operation] = []
        for operation in listed {
            guard let kind = operation.valued("op")?.string.flatMap({ Operation.Kind(rawValue: $0.lowercased()) }) else {
                throw .bad(.invalidSyntax, "operation")
            }
            let path = operation.valued("path")
            guard path == nil || path == .null || path?.string != nil else { throw .bad(.invalidPath, "path", ["path": .text("")]) }
            operations.append(Operation(kind: kind, path: path?.string, value: operation.valued("value")))
        }
        self.operations = operations
    }

    /// What is left of a resource's content after it.
    func applied(to content: JSONValue, of schema: SCIMSchema) throws(SCIMError) -> JSONValue {
        var content = content
        for operation in operations { content = try SCIMChange(schema: schema, operation: operation).applied(to: content) }
        // Each operation left what is well-formed; together they may have come to too many values, or to two that are preferred.
        return try schema.content(content)
    }
}
