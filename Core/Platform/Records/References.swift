import Postgres

extension Records {
    /// Refuses to refer to what this business does not have, or has deleted.
    /// - Throws: `RecordError.noSuchReference`.
    func checkReferences(of values: Values<R>) async throws {
        if let wrong = try await wrongReferences(of: [values]).first { throw RecordError.noSuchReference(field: wrong.field.name) }
    }

    /// What newly refers to something this business does not have, or has deleted; one statement for all fields and records.
    /// A reference that is stored already may stay: it shows again once that is restored.
    /// - Returns: which of them, and by which field.
    func wrongReferences(of all: [Values<R>]) async throws -> [(index: Int, field: Field<R>)] {
        let single = kind.fields.compactMap { field -> SQL? in
            guard let target = field.target, let column = field.columns.first else { return nil }
            let given = all.enumerated().compactMap { index, values in ID<R>(field.plain(values)).map { (index, values.record.id, $0) } }
            return given.isEmpty ? nil : """
                select w.index, \(field.name)::text
                  from unnest(\(given.map(\.0)), \(given.map(\.1)), \(given.map(\.2))) as w (index, record, id)
                 where not exists (select from \(identifier: target.table()) t where t.id = w.id and t.deleted_at is null)
                   and not exists (select from \(identifier: kind.table) r where r.id = w.record and r.\(identifier: column.name) = w.id)
                """
        }
        let asked = single + kind.lined.flatMap { field, work in
            work.references.compactMap { wrongLines(of: all, field, work, $0) }
        }
        guard !asked.isEmpty else { return [] }
        let found = try await scope.db.rows(asked.joined(separator: " union all ")) { row in
            (index: try row.next(Int.self), name: try row.next(String.self))
        }
        return found.sorted { $0.index < $1.index }.compactMap { wrong in kind.field(wrong.name).map { (wrong.index, $0) } }
    }

    private func wrongLines(of all: [Values<R>], _ field: Field<R>, _ work: any LineForms, _ reference: LineReference) -> SQL? {
        let given = all.enumerated().flatMap { index, values in
            (work.referred(field.plain(values)).first { $0.0.column == reference.column }?.1 ?? []).map { (index, values.record.id, $0) }
        }
        return given.isEmpty ? nil : """
            select w.index, \(field.name)::text
              from unnest(\(given.map(\.0)), \(given.map(\.1)), \(given.map(\.2))) as w (index, record, id)
             where not exists (select from \(identifier: reference.target.table()) t where t.id = w.id and t.deleted_at is null)
               and not exists (
                   select from \(identifier: work.table) l
                    where l.\(identifier: work.parent) = w.record and l.\(identifier: reference.column) = w.id)
            """
    }
}
