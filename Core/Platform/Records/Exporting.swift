import FoundationEssentials
import Postgres

/// Writes a list as a file, as it is narrowed and searched, oldest first.
///
/// Each piece is a query of its own that goes on after the last id: a slow download holds no
/// connection, and because ids only grow, no record comes twice or is left out.
struct Exporting<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    static var pieceRows: Int { 1_000 }

    func file(_ query: Form) -> Response {
        let day = scope.now.formatted(.iso8601.year().month().day())
        return .download("\(kind.table)-\(day).csv", type: "text/csv; charset=utf-8", Pieces(export: self, query: query))
    }

    /// The rows of one piece, and the id after which the next begins.
    fileprivate func piece(_ query: Form, after last: ID<R>?) async throws -> (rows: [[String]], last: ID<R>?) {
        let request = ListRequest<R>(query.with("sort", nil).with("before", nil).with("after", last?.description), kind)
        let sql = ListQuery(kind: kind, request: request, isOldestFirst: true).rows(columns, most: Self.pieceRows)
        let found = try await scope.db.rows(sql) { row in try line(&row) }
        return (found.map(\.cells), found.count < Self.pieceRows ? nil : found.last?.id)
    }

    fileprivate var header: [String] { kind.fields.map(\.name) + ["created_at", "id"] }

    private var columns: SQL { kind.columns + ", r.created_at" }

    private func line(_ row: inout Row) throws -> (id: ID<R>, cells: [String]) {
        var values = Values<R>()
        values.record.id = try row.next()
        var cells: [String] = []
        for field in kind.fields {
            try field.load(&row, &values)
            cells.append(field.target == nil ? field.plain(values) : try row.next(String?.self) ?? "")
        }
        return (values.record.id, cells + [iso8601(try row.next(Date.self)), values.record.id.description])
    }
}

/// The pieces of an export, made when they are asked for.
private struct Pieces<R: Record>: AsyncSequence, Sendable {
    let export: Exporting<R>
    let query: Form

    func makeAsyncIterator() -> Iterator { Iterator(export: export, query: query) }

    struct Iterator: AsyncIteratorProtocol {
        let export: Exporting<R>
        let query: Form
        private var last: ID<R>?
        private var state = State.header

        private enum State { case header, rows, done }

        init(export: Exporting<R>, query: Form) {
            self.export = export
            self.query = query
        }

        mutating func next() async throws -> [UInt8]? {
            var bytes: [UInt8] = []
            let writer = TableWriter()
            if state == .done { return nil }
            if state == .header { try await Records(export.kind, in: export.scope).noteRead(listed: query) }
            if state == .header { writer.append(export.header, to: &bytes) }
            let piece = try await export.piece(query, after: last)
            for row in piece.rows { writer.append(row, to: &bytes) }
            last = piece.last
            state = piece.last == nil ? .done : .rows
            return bytes
        }
    }
}
