/// What somebody decides for one role and one kind of record, read from a form.
public struct AccessDraft: Sendable {
    /// nil: as on the role's rung.
    public let rule: AccessRule?
    /// What is wrong, by the form's fields; empty where nothing is.
    public let problems: [String: Phrase]

    /// Reads `rows`: `all`, `team`, `own`, `some.<field>`, or for a role that stands on a rung `rung`; for the latter the boxes `value.<field>.<value>`; and
    /// `field.<name>` for each field: nothing, `read_only` or `hidden`.
    /// - Parameters:
    ///   - referred: the values of the reference fields.
    ///   - role: whom it is decided for.
    public init(_ form: Form, _ kind: Ruleable, _ referred: [String: [(plain: String, label: Phrase)]], for role: BusinessRole) {
        if role.custom != nil, form.text("rows") == "rung" {
            (rule, problems) = (nil, [:])
            return
        }
        let asked = form.text("rows"), decider = kind.deciders.first { asked == "some.\($0.name)" }
        var problems: [String: Phrase] = [:], rows = AccessRule.Rows.all
        switch asked {
        case "all": break
        case "team" where kind.isOwned: rows = .team
        case "own" where kind.isOwned: rows = .own
        default:
            if let decider, let column = decider.column {
                let values = (decider.values + (referred[decider.name] ?? [])).map(\.plain).filter { form["value.\(decider.name).\($0)"] != nil }
                if values.isEmpty { problems["rows"] = "platform.access.no_value" }
                rows = .some(field: decider.name, column: column, values: values)
            } else {
                problems["rows"] = "platform.access.no_rows"
            }
        }
        let fields = kind.fields.compactMap { field in
            AccessRule.FieldAccess(rawValue: form.text("field.\(field.name)")).map { (field.name, $0) }
        }
        rule = AccessRule(rows: rows, fields: Dictionary(uniqueKeysWithValues: fields))
        self.problems = problems
    }
}

extension AccessRule {
    /// What a form shows of it, as `AccessDraft` reads it.
    public var typed: Form {
        let chosen: [(String, String)] = switch rows {
        case .all: [("rows", "all")]
        case .team: [("rows", "team")]
        case .own: [("rows", "own")]
        case .some(let field, _, let values): [("rows", "some.\(field)")] + values.map { ("value.\(field).\($0)", "true") }
        }
        return Form(chosen + fields.sorted { $0.key < $1.key }.map { ("field.\($0.key)", $0.value.rawValue) })
    }
}
