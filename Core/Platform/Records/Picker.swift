import Postgres

/// Finds records to refer to, as someone types.
struct Picker<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    func fragment(_ term: String) async throws -> PickerFragment {
        let request = ListRequest<R>(Form([("q", term), ("sort", kind.titleColumn)]), kind)
        let detail: SQL = kind.searchable.dropFirst().first.map { "r." + SQL(column: $0.columns[0].name) + "::text" } ?? "null::text"
        let columns: SQL = "r.id::text, r.\(identifier: kind.titleColumn), \(detail)"
        let found = try await scope.db.rows(ListQuery(kind: kind, request: request).rows(columns)) { row in
            PickerFragment.Option(try row.next(), try row.next(), detail: try row.next())
        }
        let shown = Array(found.prefix(20))
        try await Records(kind, in: scope).noteRead(count: shown.count)
        return PickerFragment(shown)
    }
}
