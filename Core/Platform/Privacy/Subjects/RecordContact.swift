public import FoundationEssentials
import Postgres

extension Registry {
    /// The address and the number of one record, for those who look for its person elsewhere.
    /// - Returns: nil where there is no such record, or it has no fields for either.
    public func contact(of id: UUID, in table: String, _ scope: Scope) async throws -> (email: String?, phone: String?)? {
        guard let sql = kinds(ContactQuery(id: id, table: table)).compactMap(\.self).first else { return nil }
        return try await scope.seeingAll { scope in
            try await scope.db.first(sql) { row in (email: try row.next(String?.self), phone: try row.next(String?.self)) }
        }
    }
}

private struct ContactQuery: RecordVisitor {
    let id: UUID
    let table: String

    func visit<R: Record>(_ kind: RecordKind<R>) -> SQL? {
        guard kind.table == table else { return nil }
        func column(_ isWanted: (FieldKind) -> Bool) -> SQL {
            R.schema.stored.first { isWanted($0.kind) }?.columns.first.map { "\(identifier: $0.name)" } ?? "null::text"
        }
        let email = column { if case .email = $0 { true } else { false } }, phone = column { if case .phone = $0 { true } else { false } }
        return "select \(email), \(phone) from \(identifier: table) where id = \(id)"
    }
}
