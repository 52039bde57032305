/// Writes the rows of a table file: RFC 4180, UTF-8, CRLF at the end of each row.
///
/// A cell that a spreadsheet would run as a formula gets an apostrophe in front; ``TableReader`` takes it off again, so
/// what was exported imports unchanged.
public struct TableWriter: Sendable {
    private let delimiter: UInt8
    private var owesByteOrderMark: Bool

    /// - Parameter byteOrderMark: put U+FEFF in front, without which Excel takes the file for Windows-1252.
    public init(delimiter: TableFormat.Delimiter = .comma, byteOrderMark: Bool = false) {
        self.delimiter = delimiter.rawValue
        owesByteOrderMark = byteOrderMark
    }

    /// Appends one row to `bytes`.
    public mutating func append(_ row: some Sequence<String>, to bytes: inout [UInt8]) {
        if owesByteOrderMark { bytes.append(contentsOf: [0xEF, 0xBB, 0xBF]) }
        owesByteOrderMark = false
        let start = bytes.count
        var isFirst = true
        for var cell in row {
            if !isFirst { bytes.append(delimiter) }
            isFirst = false
            cell.withUTF8 { append(cell: $0, to: &bytes) }
        }
        // A line without a byte is no row to a reader.
        if bytes.count == start { bytes.append(contentsOf: [.quotationMark, .quotationMark]) }
        bytes.append(contentsOf: [.carriageReturn, .lineFeed])
    }

    private func append(cell: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        let isRisky = SpreadsheetFormula.isRisky(cell)
        guard needsQuotes(cell) else {
            if isRisky { bytes.append(SpreadsheetFormula.guardMark) }
            return bytes.append(contentsOf: cell)
        }
        bytes.append(.quotationMark)
        if isRisky { bytes.append(SpreadsheetFormula.guardMark) }
        for byte in cell {
            if byte == .quotationMark { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(.quotationMark)
    }

    /// U+FEFF too: at the start of a file it would be taken for a byte order mark.
    private func needsQuotes(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        if cell.first == 0xEF { return true }
        for byte in cell where byte == delimiter || byte == .quotationMark || byte == .lineFeed || byte == .carriageReturn {
            return true
        }
        return false
    }
}
