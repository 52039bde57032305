/// Which cells a spreadsheet would run as a formula, after OWASP's advice on CSV injection: those that start with
/// `=`, `+`, `-`, `@` (or their full-width forms), tab, carriage return or line feed.
///
/// Two shapes are let through although they start so, because a sign and digits cannot call, refer or connect
/// to anything, and because an apostrophe before every phone number would spoil the file for other programs:
/// negative numbers (`-12.5`) and phone numbers (`+49 30 123`). `-2+3` is arithmetic and is defused.
enum SpreadsheetFormula {
    /// What stands before a defused cell: an apostrophe, which spreadsheets take for "this is text".
    static let guardMark: UInt8 = 0x27

    /// Whether the cell, or a part of one, is a formula behind any number of apostrophes and quotation marks.
    ///
    /// Counting the ones already there keeps this a round trip: writing puts one more before a risky cell, reading takes
    /// one off, and a cell that someone really began with `'=` comes back as it was.
    static func isRisky(_ cell: some RandomAccessCollection<UInt8>) -> Bool {
        guard let first = cell.first, mayStart(first) else { return false }
        let bare = cell.drop { $0 == guardMark || $0 == .quotationMark }
        switch bare.first {
        case UInt8(ascii: "+"): return !isPhoneNumber(bare.dropFirst())
        case UInt8(ascii: "-"): return !isNumber(bare.dropFirst())
        case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0A, 0x0D: return true
        case 0xEF: return fullWidth.contains { bare.starts(with: $0) }
        default: return false
        }
    }

    /// Whether a spreadsheet may split a cell here: what separates cells where it is not the comma that does, and the
    /// ends of lines, which some take for those of rows whatever the quotation marks say.
    @inline(__always)
    static func separates(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|") || byte == 0x09 || byte == .lineFeed || byte == .carriageReturn
    }

    /// From there to the next separator.
    static func part<Bytes: RandomAccessCollection<UInt8>>(of cell: Bytes, from start: Bytes.Index) -> Bytes.SubSequence {
        cell[start...].prefix { !separates($0) }
    }

    /// The cell as it was before its parts were guarded.
    static func bare(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var value = cell
        if value.first == guardMark, isRisky(value) { value = value.dropFirst() }
        guard value.dropFirst().contains(guardMark) else { return value }
        var bare: [UInt8] = [], last: UInt8 = 0
        bare.reserveCapacity(value.count)
        for index in value.indices {
            let isGuard = separates(last) && value[index] == guardMark && isRisky(part(of: value, from: index))
            if !isGuard { bare.append(value[index]) }
            last = value[index]
        }
        return bare[...]
    }

    /// Nearly every cell is settled by its first byte.
    @inline(__always)
    private static func mayStart(_ byte: UInt8) -> Bool {
        byte < 0x40 ? startBits & (1 << UInt64(byte)) != 0 : byte == 0x40 || byte == 0xEF
    }

    private static let startBits: UInt64 = [0x09, 0x0A, 0x0D, 0x22, 0x27, 0x2B, 0x2D, 0x3D].reduce(0) { $0 | 1 << $1 }

    private static let fullWidth = ["＝", "＋", "－", "＠"].map { Array($0.utf8) }

    private static func isNumber(_ digits: some Collection<UInt8>) -> Bool {
        consists(digits, ofDigitsAnd: [UInt8(ascii: "."), UInt8(ascii: ",")])
    }

    private static func isPhoneNumber(_ digits: some Collection<UInt8>) -> Bool {
        consists(digits, ofDigitsAnd: Array(" .-()/".utf8))
    }

    private static func consists(_ cell: some Collection<UInt8>, ofDigitsAnd others: [UInt8]) -> Bool {
        var hasDigit = false
        for byte in cell {
            if (0x30...0x39).contains(byte) { hasDigit = true } else if !others.contains(byte) { return false }
        }
        return hasDigit
    }
}
