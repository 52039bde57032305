import FoundationEssentials
import Postgres

extension RecordKind {
    /// Its fields of lines.
    var lined: [(field: Field<R>, work: any LineForms)] {
        fields.compactMap { field in
            guard case .lines(let work) = field.kind, let work = work as? any LineForms else { return nil }
            return (field, work)
        }
    }

    /// Whether a form is sent only to get more rows for lines.
    func wantsMoreLines(_ form: Form) -> Bool { form[LinesInput.more] != nil && !lined.isEmpty }
}

/// The lines of one record, for its page.
struct LineShowing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope

    /// What the lines refer to, by `<field>.<field>`.
    func titles(of id: ID<R>) async throws -> [ReferenceOption] {
        let parts = kind.lined.flatMap { field, work in
            work.references.map { reference -> SQL in
                let target = reference.target
                return """
                    select \("\(field.name).\(reference.field)")::text, t.id::text, t.\(identifier: target.title()) collate "default"
                      from \(identifier: work.table) l join \(identifier: target.table()) t
                        on t.business_id = l.business_id and t.id = l.\(identifier: reference.column) and t.deleted_at is null
                     where l.\(identifier: work.parent) = \(id)
                    """
            }
        }
        guard !parts.isEmpty else { return [] }
        return try await scope.db.rows(parts.joined(separator: " union ")) { row in
            ReferenceOption(field: try row.next(), id: try row.next(), title: try row.next())
        }
    }

    func lists(_ stored: Stored<R>, _ titles: [ReferenceOption]) -> [RelatedList] {
        let stage = LineStage(registry: registry, scope: scope)
        return kind.lined.map { field, work in
            RelatedList(
                scope.say(kind.label(field)),
                table: work.table(field.plain(stored.values), "\(kind.key).\(field.name)", stage, titles: titles),
                emptyText: scope.say("platform.show.no_lines"))
        }
    }
}
