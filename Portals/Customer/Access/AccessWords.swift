import Platform

/// Says what each role sees.
struct AccessWords: Sendable {
    let scope: Scope

    var settings: Crumb { Crumb(scope.say("platform.home.settings"), path: "/settings") }

    /// - Parameter referred: the values of its references.
    func kind(_ kind: Ruleable, _ referred: [String: [(plain: String, label: Phrase)]]) -> AccessPage.Kind {
        let columns = [say("role"), say("rows"), say("fields")]
        let rows = AccessRules.roles.map { role in
            let rule = scope.business.accessRules.rule(for: role, on: kind.table) ?? AccessRule()
            let path = "\(AccessRoutes.path)/\(kind.table)/\(role.rawValue)"
            return Table.Row(id: role.rawValue, title: scope.say(role.name), link: Link(path), cells: [
                Table.Cell(self.rows(rule.rows, kind, referred), label: columns[1]), Table.Cell(fields(rule, kind), label: columns[2]),
            ], action: .init(say("change"), leadingTo: path))
        }
        let title = scope.say(kind.many)
        return AccessPage.Kind(title: title, table: Table(title, columns: columns.map { Table.Column($0) }, rows: rows))
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
