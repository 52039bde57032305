import FoundationEssentials

/// The four things that can be done to every kind of record, as operations.
struct DeclaringOperations: RecordVisitor {
    func visit<R: Record>(_ kind: RecordKind<R>) -> [Operation] {
        RecordOperation.allCases.map { operation in
            Operation(
                "\(kind.key).\(operation.rawValue)", of: kind.module, requires: operation.permission(kind.permissions), risk: .change,
                title: Phrase("platform.operations.\(operation.rawValue)", ["one": .phrase(kind.one)]),
                on: operation == .create ? nil : kind.table, fields: { scope in operation.fields(scope.map { kind.seen(by: $0) } ?? kind) }
            ) { input, scope in
                try await operation.run(input, ResourceWriting(kind: kind.seen(by: scope), scope: scope))
            }
        }
    }
}

extension RecordOperation {
    fileprivate func fields<R: Record>(_ kind: RecordKind<R>) -> [ResourceField] {
        switch self {
        case .create, .change: kind.editable.map { ResourceField($0, in: kind) }
        case .delete, .restore: []
        }
    }

    /// Takes `id` and, if it is to be held against the present one, `version`; the fields beside them.
    fileprivate func run<R: Record>(_ input: JSONValue, _ writing: ResourceWriting<R>) async throws -> JSONValue {
        switch self {
        case .create: return try await writing.create(input).json
        case .change:
            let (id, version) = try input.place()
            return try await writing.save(id, input.without("id", "version"), replaces: false, version: version).json
        case .delete:
            let (id, version) = try input.place(alone: true)
            try await writing.delete(id, version: version)
            return ["id": .string(id.text)]
        case .restore: return try await writing.restore(try input.place(alone: true).id).json
        }
    }
}

extension JSONValue {
    /// - Parameter alone: whether nothing may stand beside them.
    /// - Throws: `InvalidInput`.
    fileprivate func place(alone: Bool = false) throws(InvalidInput) -> (id: UUID, version: Int?) {
        guard let members else { throw InvalidInput("", "api.problems.object") }
        if alone, let other = members.first(where: { !["id", "version"].contains($0.name) }) {
            throw InvalidInput(pointer(other.name), "platform.problems.json_unknown")
        }
        guard let id = self["id"]?.string.flatMap(UUID.init(text:)) else { throw InvalidInput("/id", "api.problems.id") }
        guard let version = self["version"], version != .null else { return (id, nil) }
        guard let number = version.integer.flatMap(Int.init(exactly:)) else { throw InvalidInput("/version", "platform.problems.json_integer") }
        return (id, number)
    }
}
