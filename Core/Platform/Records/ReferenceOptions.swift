import FoundationEssentials
import Postgres

/// A record another may refer to.
struct ReferenceOption: Sendable {
    /// The field that may refer to it.
    let field: String
    let id: String
    let title: String
}

/// Asks for the records that the reference fields of a form may refer to: the first ones by
/// their title, and the one each field refers to now.
struct ReferenceOptions<R: Fielded>: Sendable {
    let fields: [Field<R>]
    /// Beyond these, searching finds the rest.
    static var most: Int { 50 }
    /// Members are searched for only where there are more.
    static var mostMembers: Int { 500 }

    /// What a form may offer, what is typed in it included.
    func query(_ typed: Form) -> Query<[ReferenceOption]> {
        let single = fields.compactMap { field in
            field.target.map { Asked(field: field.name, target: $0, chosen: typed[field.name].flatMap(UUID.init(uuidString:)).map { [$0] } ?? []) }
        }
        let lined = fields.flatMap { field -> [Asked] in
            guard case .lines(let work) = field.kind, let work = work as? any LineForms else { return [] }
            let chosen = work.referred(typed[field.name] ?? "")
            return work.references.map { reference in
                Asked(
                    field: "\(field.name).\(reference.field)", target: reference.target,
                    chosen: chosen.first { $0.0.field == reference.field }?.1 ?? [])
            }
        }
        return query((single + lined).flatMap { [first($0), these($0)] })
    }

    /// What a form may offer where several of a field are chosen.
    /// - Parameter chosen: ids by field, which are offered, too.
    func query(including chosen: [String: [UUID]]) -> Query<[ReferenceOption]> {
        query(fields.flatMap { field in
            field.target.map { Asked(field: field.name, target: $0, chosen: chosen[field.name] ?? []) }.map { [first($0), these($0)] } ?? []
        })
    }

    /// What the filters of a list may offer: the record each is set to, and the tags in use.
    /// - Parameter chosen: ids by field.
    func query(chosen: [String: String], tagsOf table: String? = nil) -> Query<[ReferenceOption]> {
        let asked = fields.compactMap { field -> SQL? in
            guard let target = field.target, let id = chosen[field.name].flatMap(UUID.init(uuidString:)) else { return nil }
            return these(Asked(field: field.name, target: target, chosen: [id]))
        }
        return query(asked + (table.map { table in fields.compactMap { tags($0, table) } } ?? []))
    }

    private func query(_ parts: [SQL]) -> Query<[ReferenceOption]> {
        let none: SQL = "select ''::text, ''::text, ''::text where false"
        let all = parts.isEmpty ? none : parts.joined(separator: " union ")
        return .rows("select * from (\(all)) as options (field, id, title) order by field, title") { row in
            ReferenceOption(field: try row.next(), id: try row.next(), title: try row.next())
        }
    }

    /// A field that may refer to something, and what it refers to.
    private struct Asked {
        let field: String, target: FieldKind.Target, chosen: [UUID]
    }

    private func first(_ asked: Asked) -> SQL {
        """
        (select \(asked.field)::text, o.id::text, o.\(identifier: asked.target.title()) collate "default"
           from \(identifier: asked.target.table()) o where o.deleted_at is null
          order by o.\(identifier: asked.target.title()), o.id limit \(asked.target.isMember ? Self.mostMembers : Self.most))
        """
    }

    private func these(_ asked: Asked) -> SQL {
        """
        (select \(asked.field)::text, o.id::text, o.\(identifier: asked.target.title()) collate "default"
           from \(identifier: asked.target.table()) o where o.id = any(\(asked.chosen)))
        """
    }

    /// The tags of the newest records, as many as a list shows of them: every list asks for them, so it must cost next to nothing.
    private func tags(_ field: Field<R>, _ table: String) -> SQL? {
        guard case .tags = field.kind, field.has(.filterable), let column = field.columns.first else { return nil }
        return """
            (select distinct \(field.name)::text, t.tag, t.tag
               from (select r.\(identifier: column.name) as tags from \(identifier: table) r where r.deleted_at is null
                      order by r.id desc limit 50) newest
              cross join lateral jsonb_array_elements_text(newest.tags) as t (tag) limit 50)
            """
    }
}
