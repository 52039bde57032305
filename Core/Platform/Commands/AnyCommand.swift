
/// What the platform must know of a command without knowing its type.
public struct AnyCommand: Sendable {
    public let name: String
    public let risk: Risk
    /// The table of the records it acts on; nil where it acts on none in particular.
    let table: @Sendable () -> String?
    /// Where it is done, with `{id}` for the record it acts on, and what a member must be allowed to.
    let place: @Sendable (_ module: String, Registry) -> (path: String, permission: Permission)
    /// The catalogue's keys it needs, without the module's name before them.
    let phrases: [String]
    let routes: @Sendable (_ module: String, Registry) -> [Route<Scope>]
    let endpoint: @Sendable (_ module: String, Registry) -> Endpoint

    public static func command<C: Command>(_ command: C.Type) -> AnyCommand {
        let declaration = C.declaration
        return AnyCommand(
            name: declaration.name, risk: declaration.risk, table: { declaration.target?.table() },
            place: { module, registry in
                let kind = CommandKind<C>(module: module, in: registry)
                return (kind.path, kind.permission)
            },
            phrases: ["name", "text"].map { "commands.\(declaration.name).\($0)" } + declaration.fields.flatMap {
                fieldPhrases($0, at: "commands.\(declaration.name)")
            },
            routes: { module, registry in CommandRoutes(kind: CommandKind<C>(module: module, in: registry), registry: registry).routes },
            endpoint: { module, registry in CommandRoutes(kind: CommandKind<C>(module: module, in: registry), registry: registry).endpoint })
    }
}

/// A command as programs see it.
public struct Endpoint: Sendable {
    public let module: String
    public let name: String
    /// What it is called as an `Operation`.
    let operationName: String
    /// The table of the record it acts on.
    let target: String?
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
            module.commands.filter { $0.table() == table }.compactMap { command in
                let place = command.place(module.id, self)
                guard scope.may(place.permission) else { return nil }
                return ListAction(scope.say(Phrase("\(module.id).commands.\(command.name).name")), path: place.path.replacing("{id}", with: id))
            }
        }
    }
}
