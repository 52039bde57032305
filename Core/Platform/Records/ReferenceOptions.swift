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

    /// What a form may offer, what is typed in it included.
    func query(_ typed: Form) -> Query<[ReferenceOption]> {
        let chosen = fields.filter { $0.target != nil }.compactMap { field in typed[field.name].map { (field.name, $0) } }
        return query(chosen: Dictionary(chosen) { first, _ in first })
    }

    /// - Parameters:
    ///   - chosen: ids by field.
    ///   - onlyChosen: leaves out all the others.
    func query(chosen: [String: String], onlyChosen: Bool = false) -> Query<[ReferenceOption]> {
        let parts = fields.flatMap { field -> [SQL] in
            guard let target = field.target else { return [] }
            let id = chosen[field.name].flatMap(ID<R>.init)
            return (onlyChosen ? [] : [first(field, target)]) + (id.map { [one(field, target, $0)] } ?? [])
        }
        let none: SQL = "select ''::text, ''::text, ''::text where false"
        let all = parts.isEmpty ? none : parts.joined(separator: " union ")
        return .rows("select * from (\(all)) as options (field, id, title) order by field, title") { row in
            ReferenceOption(field: try row.next(), id: try row.next(), title: try row.next())
        }
    }

    private func first(_ field: Field<R>, _ target: FieldKind.Target) -> SQL {
        """
        (select \(field.name)::text, o.id::text, o.\(identifier: target.title()) collate "default"
           from \(identifier: target.table()) o where o.deleted_at is null
          order by o.\(identifier: target.title()), o.id limit \(Self.most))
        """
    }

    private func one(_ field: Field<R>, _ target: FieldKind.Target, _ id: ID<R>) -> SQL {
        """
        (select \(field.name)::text, o.id::text, o.\(identifier: target.title()) collate "default"
           from \(identifier: target.table()) o where o.id = \(id))
        """
    }
}
