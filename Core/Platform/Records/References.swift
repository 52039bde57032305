import Postgres

extension Records {
    /// Refuses to refer to what was deleted. A reference that is stored already may stay: it shows again once that is restored.
    /// - Throws: `RecordError.noSuchReference`.
    func checkReferences(of values: Values<R>) async throws {
        var deleted = kind.fields.compactMap { field -> SQL? in
            guard let target = field.target, let column = field.columns.first, let id = ID<R>(field.plain(values)) else { return nil }
            return """
                select \(field.name)::text from \(identifier: target.table()) t
                 where t.id = \(id) and t.deleted_at is not null and not exists (
                       select from \(identifier: kind.table) r where r.id = \(values.record.id) and r.\(identifier: column.name) = t.id)
                """
        }
        deleted += kind.lined.flatMap { field, work in
            work.referred(field.plain(values)).map { reference, ids in
                """
                select \(field.name)::text from \(identifier: reference.target.table()) t
                 where t.id = any(\(ids)) and t.deleted_at is not null and not exists (
                       select from \(identifier: work.table) l
                        where l.\(identifier: work.parent) = \(values.record.id) and l.\(identifier: reference.column) = t.id)
                """
            }
        }
        guard !deleted.isEmpty else { return }
        let fields = try await scope.db.rows(deleted.joined(separator: " union all ")) { row in try row.next(String.self) }
        if let field = fields.first { throw RecordError.noSuchReference(field: field) }
    }
}
