/// The wrong rows of an import as a file, made when its pieces are asked for.
struct WrongRows: AsyncSequence, Sendable {
    let imports: Imports
    let id: ID<StoredImport>
    private static let pieceRows = 1_000

    func makeAsyncIterator() -> Iterator { Iterator(rows: self) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let rows: WrongRows
        private var count: Int?
        private var isOver = false

        fileprivate init(rows: WrongRows) { self.rows = rows }

        mutating func next() async throws -> [UInt8]? {
            if isOver { return nil }
            let scope = rows.imports.scope
            var bytes: [UInt8] = []
            let writer = TableWriter()
            if count == nil {
                bytes = TableWriter.byteOrderMark
                writer.append(["line", "column", "value", "reason"].map { scope.say(Phrase("imports.wrong.\($0)")) }, to: &bytes)
            }
            let first = count ?? 0
            let piece = try await rows.imports.problems(of: rows.id, from: first, most: WrongRows.pieceRows)
            for problem in piece {
                writer.append([String(problem.line), problem.column, problem.value, scope.say(problem.reason)], to: &bytes)
            }
            count = first + piece.count
            isOver = piece.count < WrongRows.pieceRows
            return bytes
        }
    }
}
