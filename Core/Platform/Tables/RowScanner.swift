/// Cuts UTF-8 into rows: holds the bytes that are not yet handed out, while a ``RowCursor`` walks over them.
struct RowScanner: Sendable {
    private var bytes: [UInt8] = []
    private var cursor: RowCursor
    private var isPastByteOrderMark = false

    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    init(delimiter: UInt8, limits: TableLimits, countsRows: Bool = false) {
        cursor = RowCursor(delimiter: delimiter, limits: limits, countsRows: countsRows)
    }

    /// Lets go of the rows handed out and has `more` append to what is left.
    mutating func append(_ more: (inout [UInt8]) -> Void) {
        bytes.removeSubrange(cursor.rebase())
        more(&bytes)
    }

    /// The next row that is there as a whole; `atEnd` nothing more comes, and what there is counts as whole.
    mutating func next(atEnd: Bool) -> TableRow? {
        guard passByteOrderMark(atEnd: atEnd) else { return nil }
        cursor.startRow()
        let bytes = bytes
        let isWhole = bytes.withUnsafeBufferPointer { cursor.scanRow($0, atEnd: atEnd) }
        return isWhole ? cursor.row(of: bytes) : nil
    }

    private mutating func passByteOrderMark(atEnd: Bool) -> Bool {
        if isPastByteOrderMark { return true }
        guard bytes.count >= Self.byteOrderMark.count || atEnd else { return false }
        isPastByteOrderMark = true
        if bytes.starts(with: Self.byteOrderMark) { bytes.removeFirst(Self.byteOrderMark.count) }
        return true
    }
}
