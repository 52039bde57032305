/// Something that can be done by its name and a JSON object: to create, change, delete or restore a record of some kind, or a
/// command. Workflows and assistants do nothing else; pages, the API and files end in the same code.
public struct Operation: Sendable {
    /// `crm.customers.create`, `crm.customers.merge`; `crm.commands.<name>` for a command that acts on no record.
    public let name: String
    public let module: String
    public let permission: Permission
    public let feature: Feature
    public let risk: Risk
    /// What it is called.
    public let title: Phrase
    /// What it does, where its title does not say all of it.
    public let text: Phrase?
    /// The table of the record it acts on, whose id the input's `id` holds; nil where it acts on none.
    public let target: String?
    /// What else it takes, as this business has it.
    public let fields: @Sendable (Scope?) -> [ResourceField]
    private let work: @Sendable (JSONValue, Scope) async throws -> JSONValue

    init(
        _ name: String, of module: String, requires permission: Permission, risk: Risk, title: Phrase, text: Phrase? = nil, on target: String?,
        fields: @escaping @Sendable (Scope?) -> [ResourceField], _ work: @escaping @Sendable (JSONValue, Scope) async throws -> JSONValue
    ) {
        self.name = name
        self.module = module
        self.permission = permission
        feature = Feature(module)
        self.risk = risk
        self.title = title
        self.text = text
        self.target = target
        self.fields = fields
        self.work = work
    }

    /// Does it.
    /// - Returns: the record as it is now; of a command `{"said": …, "id": …}`; `{"id": …}` of one that was deleted.
    /// - Throws: `Refusal`; `InvalidInput`; `PageError.notFound` without the record it acts on; what else it comes to.
    public func run(_ input: JSONValue, in scope: Scope) async throws -> JSONValue {
        // Before anything is read: whoever may not do it need not learn what is there.
        try scope.authorise(permission, of: feature)
        return try await work(input, scope)
    }
}

extension Registry {
    /// What can be done, module by module: the records' own four first, then the commands. None in safe mode.
    public var operations: [Operation] {
        safety == nil ? modules.flatMap(operations(of:)) : []
    }

    private func operations(of module: Module) -> [Operation] {
        module.records.flatMap { $0.visit(module.id, DeclaringOperations()) } + module.commands.map { $0.endpoint(module.id, self).operation }
    }

    /// Does what has that name.
    /// - Throws: `PageError.notFound` when there is no such thing; what `Operation.run` throws.
    public func run(_ name: String, _ input: JSONValue, in scope: Scope) async throws -> JSONValue {
        guard safety == nil, let module = module(String(name.prefix { $0 != "." })),
            let operation = operations(of: module).first(where: { $0.name == name })
        else { throw PageError.notFound }
        return try await operation.run(input, in: scope)
    }
}

extension Endpoint {
    fileprivate var operation: Operation {
        let fields = fields, run = run
        return Operation(
            operationName, of: module, requires: permission, risk: risk, title: title, text: text, on: target, fields: { _ in fields }
        ) { input, scope in
            try await run(input["id"]?.string, input.without("id"), scope)
        }
    }
}

extension JSONValue {
    /// The object without these members.
    func without(_ names: String...) -> JSONValue {
        members.map { .object($0.filter { !names.contains($0.name) }) } ?? self
    }
}
