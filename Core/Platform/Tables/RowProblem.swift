/// What is wrong with how one row is written. The rows around it are read as if nothing had happened.
public struct RowProblem: Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
        /// Bytes that mean nothing in the file's encoding.
        case notText
        /// A NUL byte, which no text of PostgreSQL can hold.
        case nulByte
        /// A quotation mark that opens a cell and is never closed as it should be.
        case unclosedQuote
        /// Text between a cell's closing quotation mark and the next delimiter.
        case textAfterQuote
        /// Values beyond the last column of the header.
        case tooManyCells(found: Int, expected: Int)
        /// Fewer cells than the header has names. Not read as blanks: a cut-off row must not empty stored fields.
        case tooFewCells(found: Int, expected: Int)
        /// More bytes in one cell than ``TableLimits/cellBytes``.
        case cellTooLong(limit: Int)
        /// More bytes or cells in one row than ``TableLimits`` allows.
        case rowTooLong
    }

    public let reason: Reason
    /// The physical line it is on, from 1: for quotation marks where the cell opens, which may lie below the row's first line.
    public let line: Int
    /// The cell it is in, from 0; nil where the row as a whole is meant.
    public let column: Int?

    public init(_ reason: Reason, line: Int, column: Int? = nil) {
        self.reason = reason
        self.line = line
        self.column = column
    }

    /// One sentence for the list of wrong rows.
    public var message: String {
        switch reason {
        case .notText: "This is not readable text in the file's encoding."
        case .nulByte: "There is a NUL byte in it, which text cannot hold."
        case .unclosedQuote: "A quotation mark opens here and is not closed."
        case .textAfterQuote: "There is text after the closing quotation mark."
        case .tooManyCells(let found, let expected): "The row has \(found) cells, the header only \(expected)."
        case .tooFewCells(let found, let expected): "The row has only \(found) of \(expected) cells."
        case .cellTooLong(let limit): "The cell is longer than \(limit) bytes."
        case .rowTooLong: "The row is too long."
        }
    }
}

/// How large a row may become. These bound the memory of a ``TableReader``: about `cellBytes + rowBytes`.
public struct TableLimits: Sendable, Hashable {
    /// Bytes of one cell as it is written (in UTF-8, quotation marks included), at most.
    public var cellBytes: Int
    /// Bytes of one row as it is written, at most.
    public var rowBytes: Int
    /// Cells of one row, at most.
    public var columns: Int

    public init(cellBytes: Int = 1 << 20, rowBytes: Int = 4 << 20, columns: Int = 16_384) {
        self.cellBytes = cellBytes
        self.rowBytes = rowBytes
        self.columns = columns
    }
}
