/// One row of a table file. Its cells are slices of the chunk that was read and cost nothing until asked for;
/// whoever keeps a row keeps that chunk in memory, whoever keeps a `String` does not.
///
/// Cells are given as they were before ``TableWriter`` defused them: an apostrophe that stands in front of
/// what a spreadsheet would run as a formula is taken off.
public struct TableRow: Sendable {
    /// The physical line on which the row starts, from 1.
    public let line: Int
    /// What is wrong with the row as written; its cells are then for showing, not for storing.
    public let problem: RowProblem?
    private let bytes: [UInt8]
    private let cells: [Cell]

    /// Where a cell lies in the bytes, without its quotation marks.
    struct Cell: Sendable {
        let start, end: Int
        /// Whether quotation marks inside are still doubled.
        let isEscaped: Bool
    }

    init(line: Int, problem: RowProblem?, bytes: [UInt8], cells: [Cell]) {
        self.line = line
        self.problem = problem
        self.bytes = bytes
        self.cells = cells
    }

    public var count: Int { cells.count }

    /// Whether no cell holds anything, as in the `,,,` that spreadsheets write for an empty row.
    public var isBlank: Bool { cells.allSatisfy { $0.start == $0.end } }

    /// A cell's bytes in UTF-8; empty beyond the row's last cell.
    public func utf8(at column: Int) -> ArraySlice<UInt8> {
        guard cells.indices.contains(column) else { return [] }
        let cell = cells[column]
        let value = SpreadsheetFormula.bare(bytes[cell.start..<cell.end])
        return cell.isEscaped ? Self.unescaped(value) : value
    }

    /// A cell's text; empty beyond the row's last cell. Bytes that are no text become U+FFFD.
    public func string(at column: Int) -> String { String(decoding: utf8(at: column), as: UTF8.self) }

    /// The text of all cells.
    public var strings: [String] { cells.indices.map(string(at:)) }

    private static func unescaped(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var plain: [UInt8] = []
        plain.reserveCapacity(value.count)
        var isSecond = false
        for byte in value {
            isSecond = byte == .quotationMark && !isSecond
            if !isSecond { plain.append(byte) }
        }
        return plain[...]
    }
}

extension TableRow {
    /// The same row with a problem of the row as a whole, unless it has one already.
    func held(to width: TableWidth) -> TableRow {
        guard problem == nil, let found = width.problem(of: self) else { return self }
        return TableRow(line: line, problem: found, bytes: bytes, cells: cells)
    }

    func isEmpty(at column: Int) -> Bool { cells[column].start == cells[column].end }
}

extension UInt8 {
    static let quotationMark: UInt8 = 0x22
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
}
