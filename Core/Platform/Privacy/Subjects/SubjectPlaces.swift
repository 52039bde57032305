import Postgres

/// Where in a record a person's address or number can stand, as SQL about the table read as `r`.
struct SubjectPlaces<R: Record>: Sendable {
    let kind: RecordKind<R>
    let subject: Subject

    private var fields: [Field<R>] { R.schema.stored.filter { !$0.columns.isEmpty } }

    private func column(_ field: Field<R>) -> SQL { "r.\(identifier: field.columns.first?.name ?? field.name)" }

    /// In a field for addresses or numbers.
    var isTheirs: SQL {
        let matches = fields.compactMap(isSame)
        return matches.isEmpty ? "false" : "coalesce(\(matches.joined(separator: " or ")), false)"
    }

    /// In any text, those that the business added among them.
    var isMentioned: SQL {
        let all: [SQL] = texts.map { column($0) + "::text" } + ["r.custom::text"]
        return "concat_ws(' ', \(all.joined(separator: ", "))) ~* \(subject.pattern)"
    }

    /// nil for a field that holds neither addresses nor numbers, or not what is known.
    private func isSame(_ field: Field<R>) -> SQL? {
        switch field.kind {
        case .email: subject.email.map { "lower(\(column(field))) = \($0)" }
        case .phone: subject.phone.map { "kontor.same_number(\(column(field)), \($0))" }
        default: nil
        }
    }

    private var texts: [Field<R>] {
        fields.filter { field in
            switch field.kind {
            case .text, .longText, .email, .phone, .web, .tags, .lines: true
            default: false
            }
        }
    }

    /// Takes the address and the number out of records: a field that holds nothing else becomes empty, in a text a dash stands
    /// instead. Their earlier values go with the key of their history.
    func takingOut(of ids: [ID<R>]) -> [SQL] {
        let table: SQL = "\(identifier: kind.table)"
        let here: SQL = "r.id = any(\(ids)) and (\(isTheirs) or \(isMentioned))"
        let changes = texts.map { "\(identifier: $0.columns.first?.name ?? $0.name) = \(without($0))" as SQL }
            + ["custom = \(replaced("r.custom::text"))::jsonb", "version = version + 1", "updated_at = now()"]
        return [
            "select kontor.forget(\(kind.table)::text::name, r.id) from \(table) r where \(here)",
            "update \(table) r set \(changes.joined(separator: ", ")) where \(here)",
        ]
    }

    private func without(_ field: Field<R>) -> SQL {
        switch field.kind {
        case .tags, .lines: return "\(replaced("\(column(field))::text"))::jsonb"
        case .email, .phone:
            guard let same = isSame(field) else { return column(field) }
            let empty: SQL = field.isOptional ? "null" : "''"
            return "case when \(same) then \(empty) else \(column(field)) end"
        default: return replaced(column(field))
        }
    }

    private func replaced(_ text: SQL) -> SQL { "regexp_replace(\(text), \(subject.pattern), '–', 'gi')" }
}
