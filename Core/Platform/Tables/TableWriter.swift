/// Writes the rows of a table file: RFC 4180, UTF-8, commas between cells, CRLF at the end of each row.
///
/// What a spreadsheet would run as a formula gets an apostrophe in front; ``TableReader`` takes it off again, so
/// what was exported imports unchanged. Where another separator is usual than the comma, spreadsheets split cells there
/// too, whatever the quotation marks say, and at line breaks: what comes behind one inside a cell is guarded like a cell.
public struct TableWriter: Sendable {
    private static let delimiter = UInt8(ascii: ",")

    /// Stands before the first row, for programs that would not take the file for UTF-8 without; readers pass over it.
    public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    public init() {}

    /// Appends one row to `bytes`.
    public func append(_ row: some Sequence<String>, to bytes: inout [UInt8]) {
        let start = bytes.count
        var isFirst = true
        for var cell in row {
            if !isFirst { bytes.append(Self.delimiter) }
            isFirst = false
            cell.withUTF8 { append(cell: $0, to: &bytes) }
        }
        // A line without a byte is no row to a reader.
        if bytes.count == start { bytes.append(contentsOf: [.quotationMark, .quotationMark]) }
        bytes.append(contentsOf: [.carriageReturn, .lineFeed])
    }

    private func append(cell: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        let (needsQuotes, hasParts) = look(at: cell)
        if needsQuotes { bytes.append(.quotationMark) }
        if SpreadsheetFormula.isRisky(cell) { bytes.append(SpreadsheetFormula.guardMark) }
        if needsQuotes || hasParts { appendGuarded(cell, to: &bytes) } else { bytes.append(contentsOf: cell) }
        if needsQuotes { bytes.append(.quotationMark) }
    }

    private func appendGuarded(_ cell: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        for (index, byte) in cell.enumerated() {
            if byte == .quotationMark { bytes.append(byte) }
            bytes.append(byte)
            if SpreadsheetFormula.separates(byte), SpreadsheetFormula.isRisky(SpreadsheetFormula.part(of: cell, from: index + 1)) {
                bytes.append(SpreadsheetFormula.guardMark)
            }
        }
    }

    private func look(at cell: UnsafeBufferPointer<UInt8>) -> (needsQuotes: Bool, hasParts: Bool) {
        // U+FEFF needs them too: at the start of a file it would be taken for a byte order mark.
        var needsQuotes = cell.first == 0xEF, hasParts = false
        for byte in cell {
            if byte == Self.delimiter || byte == .quotationMark || byte == .lineFeed || byte == .carriageReturn { needsQuotes = true }
            if SpreadsheetFormula.separates(byte) { hasParts = true }
        }
        return (needsQuotes, hasParts)
    }
}
