
/// What the platform must know of a command without knowing its type.
public struct AnyCommand: Sendable {
    public let name: String
    public let risk: Risk
    /// The table of the records it acts on; nil where it acts on none in particular.
    let table: @Sendable () -> String?
    let permission: @Sendable (_ module: String) -> Permission
    /// The catalogue's keys it needs, without the module's name before them.
    let phrases: [String]
    let routes: @Sendable (_ module: String, Registry) -> [Route<Scope>]
    let endpoint: @Sendable (_ module: String, Registry) -> Endpoint

    public static func command<C: Command>(_ command: C.Type) -> AnyCommand {
        let declaration = C.declaration
        return AnyCommand(
            name: declaration.name, risk: declaration.risk, table: { declaration.target?.table() },
            permission: { CommandKind<C>(module: $0).permission },
            phrases: ["name", "text"].map { "commands.\(declaration.name).\($0)" } + declaration.fields.flatMap {
                fieldPhrases($0, at: "commands.\(declaration.name)")
            },
            routes: { module, registry in CommandRoutes(kind: CommandKind<C>(module: module), registry: registry).routes },
            endpoint: { module, registry in CommandRoutes(kind: CommandKind<C>(module: module), registry: registry).endpoint })
    }
}

/// A command as programs see it.
public struct Endpoint: Sendable {
    public let module: String
    public let name: String
    /// Behind the API's root, with `{id}` for the record it acts on: `/crm/customers/{id}/merge`.
    public let path: String
    public let permission: Permission
    public let risk: Risk
    public let title: Phrase, text: Phrase
    public let fields: [ResourceField]
    /// - Parameter id: of the record it acts on.
    public let run: @Sendable (_ id: String?, JSONValue, Scope) async throws -> JSONValue
}

extension Registry {
    /// Every command of every module.
    public var endpoints: [Endpoint] {
        if safety != nil { return [] }
        return modules.flatMap { module in module.commands.map { $0.endpoint(module.id, self) } }
    }

    /// The buttons of a record's page: what this member may do with it.
    func actions(on table: String, _ id: String, for scope: Scope) -> [ListAction] {
        modules.filter { scope.business.has($0.feature) }.flatMap { module in
            module.commands.filter { $0.table() == table && scope.may($0.permission(module.id)) }.map { command in
                let place = place(of: table)?.path ?? "/\(module.id)/\(table)"
                return ListAction(scope.say(Phrase("\(module.id).commands.\(command.name).name")), path: "\(place)/\(id)/\(command.name)")
            }
        }
    }
}
