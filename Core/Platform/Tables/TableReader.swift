/// Reads the rows of a table file as its bytes arrive: RFC 4180, tolerant of what programs really export.
///
/// Line ends may be CRLF, LF or CR, quoted cells may hold any of them, empty lines are skipped, a byte order
/// mark and a `sep=` line too, and spaces after a closing quotation mark. The first row is the header: later
/// rows are held to its number of cells. Chunks may be cut anywhere, the rows are the same. Memory is bounded
/// by ``TableLimits``, whatever the size of the file or of a chunk.
///
/// A row that is written wrongly comes with a ``RowProblem``. A quotation mark that is never closed, or closed in
/// the middle of a later line's text, costs only the line it is on: reading goes on with the next line. The
/// same holds when nothing closes it within the size of a cell, so a quoted cell with line breaks that is
/// larger than ``TableLimits/cellBytes`` is taken for an unclosed one.
public struct TableReader: Sendable {
    private var decoder: TextDecoder
    private var scanner: RowScanner
    private var width: TableWidth?
    private var skipsLine: Bool

    /// How much is decoded at a time, which keeps a huge chunk from being held twice.
    private static let pieceLength = 1 << 16

    public init(_ format: TableFormat, limits: TableLimits = TableLimits()) {
        decoder = TextDecoder(format.encoding)
        scanner = RowScanner(delimiter: format.delimiter.rawValue, limits: limits, countsRows: format.sheet != nil)
        skipsLine = format.startsWithSeparatorLine
    }

    /// Takes the file's next bytes and hands out, in order, the rows that end in them, the header first.
    /// - Throws: what `body` throws; the next call goes on behind the row it was given, in the bytes of this
    ///   chunk that were taken so far (the rest of a chunk longer than 64 kB is lost).
    public mutating func read<Failure: Error>(
        _ chunk: some Collection<UInt8>, _ body: (TableRow) throws(Failure) -> Void
    ) throws(Failure) {
        var rest = chunk[...]
        while !rest.isEmpty {
            let piece = rest.prefix(Self.pieceLength)
            rest = rest[piece.endIndex...]
            scanner.append { decoder.decode(piece, into: &$0) }
            try rows(atEnd: false, body)
        }
    }

    /// Hands out what is left when the file has ended: the last row without a line end, and the rows that an
    /// unclosed quotation mark had hidden.
    /// - Throws: what `body` throws.
    public mutating func finish<Failure: Error>(_ body: (TableRow) throws(Failure) -> Void) throws(Failure) {
        scanner.append { decoder.finish(into: &$0) }
        try rows(atEnd: true, body)
    }

    private mutating func rows<Failure: Error>(
        atEnd: Bool, _ body: (TableRow) throws(Failure) -> Void
    ) throws(Failure) {
        while let row = scanner.next(atEnd: atEnd) {
            if skipsLine {
                skipsLine = false
            } else if let width {
                try body(row.held(to: width))
            } else {
                width = TableWidth(header: row)
                try body(row)
            }
        }
    }
}
