import FoundationEssentials
import Postgres

/// What a list can be written as.
enum ExportFormat: String, CaseIterable {
    case csv, xlsx

    /// What people call it, in every language.
    var name: String {
        switch self {
        case .csv: "CSV"
        case .xlsx: "Excel"
        }
    }
}

/// Writes a list as a file, as it is narrowed and searched, oldest first.
///
/// Each piece is a query of its own that goes on after the last id: a slow download holds no
/// connection, and because ids only grow, no record comes twice or is left out.
struct Exporting<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    static var pieceRows: Int { 1_000 }

    /// - Throws: `PageError.notFound` for a format there is none of.
    func file(_ query: Form) throws -> Response {
        guard let format = ExportFormat(rawValue: query["format"] ?? ExportFormat.csv.rawValue) else { throw PageError.notFound }
        let rows = query.with("format", nil), chosen = kind.choosing(query, isExplicit: true)
        if chosen.listed.chosen != nil { return Exporting(kind: chosen, scope: scope).file(rows, format) }
        return file(rows, format)
    }

    private func file(_ rows: Form, _ format: ExportFormat) -> Response {
        let name = "\(kind.table)-\(scope.now.formatted(.iso8601.year().month().day())).\(format.rawValue)"
        switch format {
        case .csv:
            return .download(name, type: "text/csv; charset=utf-8", ExportedTable(export: self, query: rows))
        case .xlsx:
            return .download(
                name, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ExportedWorkbook(export: self, query: rows))
        }
    }

    /// The rows of one piece, and the id after which the next begins.
    func piece<Cell>(
        _ query: Form, after last: ID<R>?, as cells: ExportCells<R, Cell>
    ) async throws -> (rows: [[Cell]], last: ID<R>?) {
        let request = ListRequest<R>(query.with("sort", nil).with("before", nil).with("after", last?.description), kind)
        let sql = ListQuery(kind: kind, request: request, isOldestFirst: true).rows(columns.sql, most: Self.pieceRows)
        let found = try await scope.db.rows(sql) { row in try line(&row, cells) }
        return (found.map(\.cells), found.count < Self.pieceRows ? nil : found.last?.id)
    }

    private func line<Cell>(_ row: inout Row, _ cells: ExportCells<R, Cell>) throws -> (id: ID<R>, cells: [Cell]) {
        var values = Values<R>()
        values.record.id = try row.next()
        var line: [Cell] = []
        for field in columns.fields {
            try field.load(&row, &values)
            line.append(field.target == nil ? cells.value(field, values) : cells.text(try row.next(String?.self) ?? ""))
        }
        if columns.hasCreated { line.append(cells.moment(try row.next(Date.self))) }
        if columns.hasID { line.append(cells.text(values.record.id.description)) }
        return (values.record.id, line)
    }
}

extension Exporting {
    var columns: ExportColumns<R> { ExportColumns(kind) }
}

/// What stands in a file: all fields, when a record was added and its id; or the columns that were chosen, and nothing else.
struct ExportColumns<R: Record>: Sendable {
    let fields: [Field<R>]
    let hasCreated: Bool, hasID: Bool

    init(_ kind: RecordKind<R>) {
        let listed = kind.listed, isWhole = listed.chosen == nil
        fields = isWhole ? kind.fields : (listed.title.map { [$0] } ?? []) + listed.others
        hasCreated = isWhole || listed.hasCreated
        hasID = isWhole
    }

    var sql: SQL { (["r.id"] + fields.flatMap(\.selected) + (hasCreated ? ["r.created_at"] : [])).joined(separator: ", ") }

    var names: [String] { fields.map(\.name) + (hasCreated ? ["created_at"] : []) + (hasID ? ["id"] : []) }
}

/// What cells are made of.
struct ExportCells<R: Record, Cell: Sendable>: Sendable {
    let value: @Sendable (Field<R>, Values<R>) -> Cell
    let text: @Sendable (String) -> Cell
    let moment: @Sendable (Date) -> Cell
}

/// An export as CSV, made piece by piece when it is asked for. Its header has the names of the fields, for programs.
private struct ExportedTable<R: Record>: AsyncSequence, Sendable {
    let export: Exporting<R>
    let query: Form

    func makeAsyncIterator() -> Iterator { Iterator(export: export, query: query) }

    struct Iterator: AsyncIteratorProtocol {
        let export: Exporting<R>
        let query: Form
        private let cells = ExportCells<R, String>(value: { field, values in field.file(values)?.path ?? field.plain(values) }, text: { $0 }, moment: iso8601)
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
            if state == .header {
                try await Records(export.kind, in: export.scope).noteRead(listed: query)
                bytes = TableWriter.byteOrderMark
                writer.append(export.columns.names, to: &bytes)
            }
            let piece = try await export.piece(query, after: last, as: cells)
            for row in piece.rows { writer.append(row, to: &bytes) }
            last = piece.last
            state = piece.last == nil ? .done : .rows
            return bytes
        }
    }
}
