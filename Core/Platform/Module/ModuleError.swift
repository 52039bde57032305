/// What is wrong with a module's declarations. Each stops the start, with a sentence that says
/// where it is and how to mend it.
public enum ModuleError: Error, Equatable, CustomStringConvertible {
    case badName(String, module: String)
    case duplicateModule(String)
    case duplicateRecord(table: String, modules: [String])
    case duplicatePermission(String, modules: [String])
    case duplicateRoute(String, modules: [String])
    case duplicateOperation(String, module: String)
    case duplicateField(String, record: String)
    case wrongView(RecordView, record: String, module: String)
    case wrongOwner(record: String, module: String)
    case missingModule(String, requiredBy: String)
    case circular([String])
    case unknownReference(table: String, record: String, module: String)
    case unknownPermission(String, route: String)
    case routeOutside(String, module: String)
    case missingText(key: String, language: String, module: String)
    case noTable(table: String, module: String)
    case noWall(table: String, module: String)
    case noRules(table: String, module: String)
    case noColumn(String, type: String, table: String, module: String)
    case wrongColumn(String, declared: String, found: String, table: String, module: String)
    case wronglyComputed(column: String, table: String, module: String)
    case noIndex(column: String, table: String, module: String)
    case optionalSort(column: String, table: String, module: String)
    case notSearchable(table: String, module: String)
    case wrongLine(field: String, lines: String, record: String, module: String)
    case linesNotSpread(lines: String, table: String, module: String)

    public var description: String {
        switch self {
        case .badName(let name, let module):
            "Module \"\(module)\": the name \"\(name)\" must be lower-case letters, digits and underscores, beginning with a letter. Rename it in its declaration."
        case .duplicateModule(let id):
            "There are two modules named \"\(id)\". Remove one from the list of modules in Portals/Kontor, or rename it."
        case .duplicateRecord(let table, let modules):
            "The records \"\(table)\" are declared twice, in \(modules.joined(separator: " and ")). Rename one's Schema(\"\(table)\")."
        case .duplicatePermission(let name, let modules):
            "The permission \"\(name)\" is declared twice, in \(modules.joined(separator: " and ")). Rename or remove one."
        case .duplicateRoute(let route, let modules):
            "The route \(route) is declared twice, in \(modules.joined(separator: " and ")). Replacing another module's page must be a claim of its own; rename one path."
        case .duplicateOperation(let name, let module):
            "Module \"\(module)\": two things are called \"\(name)\"; every record has create, change, delete and restore already. Rename the command."
        case .duplicateField(let field, let record):
            "The field \"\(field)\" of \(record) is declared twice. Remove one Field(\"\(field)\", …) from its Schema."
        case .wrongView(let view, let record, let module):
            "Module \"\(module)\": the \(view.name) of \(record) is by \"\(view.field)\", which is no field of it that is \(view.needs). Name such a field in its Schema."
        case .wrongOwner(let record, let module):
            "Module \"\(module)\": a field of \(record) marked .owner must be an ID<Member>? called \"owner\", and the only one. Correct it in its Schema."
        case .missingModule(let id, let requirer):
            "Module \"\(requirer)\" requires module \"\(id)\", which is not installed. Add it to the list of modules in Portals/Kontor."
        case .circular(let ids):
            "The modules \(ids.joined(separator: " → ")) require each other in a circle. Remove one `requires`."
        case .unknownReference(let table, let record, let module):
            "Module \"\(module)\": \(record) refers to the records \"\(table)\", which neither it nor a module it requires declares. Add the record, or the module to `requires`."
        case .unknownPermission(let name, let route):
            "The route \(route) asks for the permission \"\(name)\", which no module declares. Add it to the module's `permissions`."
        case .routeOutside(let route, let module):
            "Module \"\(module)\": the route \(route) must begin with /\(module)/. Change its path."
        case .missingText(let key, let language, let module):
            "templates/\(module)/texts/\(language).yaml: the text \"\(key)\" is missing. Add it there."
        case .noTable(let table, let module):
            "Module \"\(module)\": there is no table \"\(table)\". Add a migration that creates it."
        case .noWall(let table, let module):
            "Module \"\(module)\": the table \"\(table)\" lacks forced row-level security with a policy on business_id. Add `call kontor.record('\(table)', …)` or `call kontor.wall('\(table)')` to a migration."
        case .noRules(let table, let module):
            "Module \"\(module)\": the table \"\(table)\" is not ruled by all that its lists can be narrowed by. Add `call kontor.ruled('\(table)')` to a migration, after the one that adds the columns."
        case .noColumn(let column, let type, let table, let module):
            "Module \"\(module)\": the table \"\(table)\" has no column \"\(column)\" of type \(type) for the field of that name. Add a migration, or correct the field."
        case .wrongColumn(let column, let declared, let found, let table, let module):
            "Module \"\(module)\": the column \"\(column)\" of \"\(table)\" is \(found), but its field stores \(declared). Add a migration, or change the field's type."
        case .wronglyComputed(let column, let table, let module):
            "Module \"\(module)\": either the column \"\(column)\" of \"\(table)\" is generated by PostgreSQL or its field is .computed, but not both. Make it `generated always as (…) stored` in a migration and mark the field, or neither."
        case .noIndex(let column, let table, let module):
            "Module \"\(module)\": \"\(table)\" can be sorted by \"\(column)\" or shown on a calendar by it, but has no index on (business_id, \(column), id). Add one in a migration, or take .sortable or .calendar away."
        case .optionalSort(let column, let table, let module):
            "Module \"\(module)\": \"\(table)\" can be sorted by \"\(column)\", which may be null. Make the column not null, or take .sortable off the field."
        case .wrongLine(let field, let lines, let record, let module):
            "Module \"\(module)\": the field \"\(field)\" of the lines \"\(lines)\" of \(record) holds several values, or is written by the platform or kept secret. A line has one value for each field, which people read and write; make it a record of its own."
        case .linesNotSpread(let lines, let table, let module):
            "Module \"\(module)\": the lines \"\(lines)\" of \"\(table)\" do not get into their table. Add `call kontor.lines('\(table)', '<the field>', '\(lines)', '<the column of the record's id>')` to a migration."
        case .notSearchable(let table, let module):
            "Module \"\(module)\": fields of \"\(table)\" are .searchable, .sortable or .filterable, but kontor.search does not know them. Add `call kontor.record('\(table)', '{column,…}')` and a generated column `search` in a migration."
        }
    }
}
