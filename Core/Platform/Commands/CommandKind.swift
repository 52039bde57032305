/// A command in its module: where it is done and who may do it.
struct CommandKind<C: Command>: Formed, Sendable {
    let module: String
    let declaration = C.declaration

    /// Where the catalogue keeps its words: `crm.commands.merge`.
    var key: String { "\(module).commands.\(declaration.name)" }
    var fields: [Field<C>] { declaration.fields }
    var title: Phrase { Phrase("\(key).name") }
    var text: Phrase { Phrase("\(key).text") }

    /// With `{id}` for the record it acts on.
    var path: String {
        declaration.target.map { "/\(module)/\($0.table())/{id}/\(declaration.name)" } ?? "/\(module)/commands/\(declaration.name)"
    }

    /// Records that another module declares have that module's permissions.
    var permission: Permission {
        let records = RecordPermissions(module: module, records: declaration.target?.table() ?? "")
        return switch declaration.need {
        case .read: records.read
        case .create: records.create
        case .edit: records.edit
        case .delete: records.delete
        case .permission(let permission): permission
        }
    }
}
