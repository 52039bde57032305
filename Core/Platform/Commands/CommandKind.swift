/// A command in its module: where it is done and who may do it.
struct CommandKind<C: Command>: Formed, Sendable {
    let module: String
    /// The module of the records it acts on, which may be another.
    private let owner: String
    let declaration = C.declaration

    init(module: String, in registry: Registry) {
        self.module = module
        owner = declaration.target.flatMap { registry.place(of: $0.table())?.module } ?? module
    }

    /// Where the catalogue keeps its words: `crm.commands.merge`.
    var key: String { "\(module).commands.\(declaration.name)" }
    var fields: [Field<C>] { declaration.fields }
    var title: Phrase { Phrase("\(key).name") }
    var text: Phrase { Phrase("\(key).text") }

    /// What it is called among all that can be done, and in the history: `crm.customers.merge`.
    var operation: String { "\(module).\(declaration.target?.table() ?? "commands").\(declaration.name)" }

    /// With `{id}` for the record it acts on. The first part is its own module, also where the records are another's.
    var path: String {
        declaration.target.map { "/\(module)/\($0.table())/{id}/\(declaration.name)" } ?? "/\(module)/commands/\(declaration.name)"
    }

    /// Records that another module declares have that module's permissions.
    var permission: Permission {
        let records = RecordPermissions(module: owner, records: declaration.target?.table() ?? "")
        return switch declaration.need {
        case .read: records.read
        case .create: records.create
        case .edit: records.edit
        case .delete: records.delete
        case .permission(let permission): permission
        }
    }
}
