/// How many cells a header asks of the rows below it.
struct TableWidth: Sendable {
    /// Up to the last column with a name: columns without one may be left off.
    private let needed: Int
    private let allowed: Int

    init(header: TableRow) {
        allowed = header.count
        needed = (0..<header.count).last { !header.isEmpty(at: $0) }.map { $0 + 1 } ?? 0
    }

    /// Blank cells at a row's end are no problem, many programs write one delimiter too many.
    func problem(of row: TableRow) -> RowProblem? {
        if row.count < needed {
            return RowProblem(.tooFewCells(found: row.count, expected: needed), line: row.line)
        }
        guard row.count > allowed, let surplus = (allowed..<row.count).first(where: { !row.isEmpty(at: $0) }) else { return nil }
        return RowProblem(.tooManyCells(found: row.count, expected: allowed), line: row.line, column: surplus)
    }
}
