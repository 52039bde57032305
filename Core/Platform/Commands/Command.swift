/// Something a member can do, beyond creating, changing and deleting: win a deal, merge two customers.
///
/// Declared once, it is a button on its record's page with a form for what it needs to know, an address of the API
/// (`POST /api/v1/<module>/<records>/{id}/<name>`), an entry in OpenAPI and one in the history. It runs in one transaction:
/// all of it happens, or nothing.
public protocol Command: Fielded {
    static var declaration: Declaration<Self> { get }

    /// Does it. What it throws undoes all of it; a `UserFacingError` is said to whoever asked.
    func run(in scope: Scope) async throws -> Outcome
}

/// What a command is called, what it acts on, what it must be told, and who may do it.
public struct Declaration<C: Command>: Sendable {
    public let name: String
    /// What it acts on; nil for one that stands for itself.
    let target: Target?
    let need: Need
    public let risk: Risk
    public let fields: [Field<C>]

    struct Target: Sendable {
        let table: @Sendable () -> String
        let title: @Sendable () -> String
        let set: @Sendable (inout C, String) -> Bool
    }

    /// - Parameters:
    ///   - name: in lower case, the last part of its paths; its words are at `commands.<name>` in the module's texts.
    ///   - target: the property that names the record it acts on.
    ///   - need: what a member must be allowed to.
    ///   - fields: what else it must be told.
    public init<R: Record>(
        _ name: String, on target: any WritableKeyPath<C, ID<R>> & Sendable, requires need: Need, risk: Risk,
        @SchemaBuilder<C> _ fields: () -> [Field<C>] = { [] }
    ) {
        self.name = name
        self.target = Target(table: { R.schema.table }, title: { R.schema.titleColumn }) { command, text in
            guard let id = ID<R>(text) else { return false }
            command[keyPath: target] = id
            return true
        }
        self.need = need
        self.risk = risk
        self.fields = fields()
    }

    /// One that acts on no record in particular.
    public init(_ name: String, requires permission: Permission, risk: Risk, @SchemaBuilder<C> _ fields: () -> [Field<C>] = { [] }) {
        self.name = name
        target = nil
        need = .permission(permission)
        self.risk = risk
        self.fields = fields()
    }
}

/// What a member must be allowed to for a command.
public enum Need: Sendable {
    /// A permission of the records it acts on.
    case read, create, edit, delete
    /// One that its module declares.
    case permission(Permission)
}

/// How much a command can do harm.
public enum Risk: String, Sendable, CaseIterable {
    /// Changes nothing.
    case read
    case change
    /// Moves money.
    case money
    /// Cannot be taken back.
    case destroy
}

/// What a command came to.
public struct Outcome: Sendable {
    /// What is said about it.
    let said: Phrase
    /// The record to go on with, if there is one.
    let record: (table: String, id: String)?

    /// - Parameter said: in the past: "The deal was won."
    public static func done(_ said: Phrase) -> Outcome { Outcome(said: said, record: nil) }

    /// - Parameter id: of the record to go on with.
    public static func record<R: Record>(_ id: ID<R>, _ said: Phrase) -> Outcome {
        Outcome(said: said, record: (R.schema.table, id.description))
    }
}
