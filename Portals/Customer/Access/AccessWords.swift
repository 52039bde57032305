import Platform

/// Says what each role sees.
struct AccessWords: Sendable {
    let scope: Scope

    var settings: Crumb { Crumb(scope.say("platform.home.settings"), path: "/settings") }

    /// - Parameters:
    ///   - referred: the values of its references.
    ///   - roles: a row for each.
    func kind(_ kind: Ruleable, _ referred: [String: [(plain: String, label: Phrase)]], _ roles: [BusinessRole]) -> AccessPage.Kind {
        let columns = [say("role"), say("rows"), say("fields")]
        let rows = roles.map { role in
            let (rows, fields) = sees(role, kind, referred)
            let path = "\(AccessRoutes.path)/\(kind.table)/\(role.key)"
            return Table.Row(id: role.key, title: scope.say(role.name), link: scope.seesEverything ? Link(path) : nil, cells: [
                Table.Cell(isInherited(role, kind) ? rung(role) : rows, label: columns[1]), Table.Cell(fields, label: columns[2]),
            ], action: scope.seesEverything ? .init(say("change"), leadingTo: path) : nil)
        }
        let title = scope.say(kind.many)
        return AccessPage.Kind(title: title, table: Table(title, columns: columns.map { Table.Column($0) }, rows: rows))
    }

    /// Which records and which fields of them a role sees.
    func sees(_ role: BusinessRole, _ kind: Ruleable, _ referred: [String: [(plain: String, label: Phrase)]]) -> (rows: String, fields: String) {
        let rule = scope.business.accessRules.rule(for: role, on: kind.table) ?? AccessRule()
        return (rows(rule.rows, kind, referred), fields(rule, kind))
    }

    /// Whether nothing was decided for this very role.
    private func isInherited(_ role: BusinessRole, _ kind: Ruleable) -> Bool {
        role.custom != nil && scope.business.accessRules.own(role, on: kind.table) == nil
    }

    /// What the form of a role shows before anybody types.
    func typed(_ role: BusinessRole, on kind: Ruleable) -> Form {
        let rule = scope.business.accessRules.own(role, on: kind.table)
        return isInherited(role, kind) ? Form([("rows", "rung")]) : (rule ?? AccessRule()).typed
    }

    func rung(_ role: BusinessRole) -> String { scope.say(Phrase("platform.access.rung", ["role": .phrase(BusinessRole(role.rung).name)])) }

    /// What the choice of records means.
    func help(_ role: BusinessRole, _ kind: Ruleable) -> String {
        let help = say(kind.isOwned ? "rows_help" : "rows_help_unowned")
        return role.custom == nil ? help : "\(help) \(scope.say(Phrase("platform.access.rung_help", ["role": .phrase(BusinessRole(role.rung).name)])))"
    }

    private func rows(_ rows: AccessRule.Rows, _ kind: Ruleable, _ referred: [String: [(plain: String, label: Phrase)]]) -> String {
        switch rows {
        case .all: return say("all")
        case .team: return say("team")
        case .own: return say("own")
        case .some(let name, _, let values):
            guard let field = kind.fields.first(where: { $0.name == name }) else { return say("none") }
            let known = field.values + (referred[name] ?? [])
            let words = values.map { value in known.first { $0.plain == value }.map { scope.say($0.label) } ?? "–" }
            return scope.say(Phrase("platform.access.some_of", ["field": .phrase(field.label), "values": .text(scope.formats.list(words))]))
        }
    }

    private func fields(_ rule: AccessRule, _ kind: Ruleable) -> String {
        func labels(_ access: AccessRule.FieldAccess) -> String {
            scope.formats.list(kind.fields.filter { rule.fields[$0.name] == access }.map { scope.say($0.label) })
        }
        let parts = [("said_hidden", labels(.hidden)), ("said_read_only", labels(.readOnly))].filter { !$0.1.isEmpty }
        return parts.isEmpty ? say("every_field") : parts.map { scope.say(Phrase("platform.access.\($0.0)", ["fields": .text($0.1)])) }.joined(separator: " ")
    }

    func say(_ key: String) -> String { scope.say(Phrase("platform.access.\(key)")) }
}
