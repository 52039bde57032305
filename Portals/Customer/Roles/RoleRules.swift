import Platform

/// Which records and fields a role sees, with where that is decided.
struct RoleRules: Sendable {
    let registry: Registry
    let scope: Scope

    private var words: AccessWords { AccessWords(scope: scope) }

    /// nil for a role that always sees everything, and where there are no records.
    func table(_ role: BusinessRole) async throws -> Table? {
        let kinds = registry.ruleable(for: scope)
        guard role.isRuled, !kinds.isEmpty else { return nil }
        let columns = [scope.say("customer.roles.records"), words.say("rows"), words.say("fields")]
        var rows: [Table.Row] = []
        for kind in kinds {
            let sees = words.sees(role, kind, try await kind.referred(in: scope)), path = "\(AccessRoutes.path)/\(kind.table)/\(role.key)"
            rows.append(Table.Row(id: kind.table, title: scope.say(kind.many), cells: [
                Table.Cell(sees.rows, label: columns[1]), Table.Cell(sees.fields, label: columns[2]),
            ], action: scope.may(AccountPermissions.access) && scope.seesEverything ? .init(words.say("change"), leadingTo: path) : nil))
        }
        return Table(words.say("title"), columns: columns.map { Table.Column($0) }, rows: rows)
    }

    /// What a rule takes from a role, by the records' subject such as `crm.customers`; nothing where it takes nothing.
    func narrowings(_ role: BusinessRole) async throws -> [String: String] {
        var narrowings: [String: String] = [:]
        for (module, record) in registry.modules.flatMap({ module in module.records.map { (module.id, $0.table) } }) {
            guard scope.business.accessRules.rule(for: role, on: record) != nil,
                let kind = registry.ruleable(for: scope).first(where: { $0.table == record })
            else { continue }
            let sees = words.sees(role, kind, try await kind.referred(in: scope))
            narrowings["\(module).\(record)"] = scope.say(Phrase("customer.roles.sees", ["rows": .text(sees.rows), "fields": .text(sees.fields)]))
        }
        return narrowings
    }
}
