import Platform

/// Reads a whole file, cut into chunks of a size.
func rows(
    of bytes: [UInt8], as format: TableFormat = TableFormat(), limits: TableLimits = TableLimits(), by size: Int = .max
) -> [TableRow] {
    var reader = TableReader(format, limits: limits)
    var rows: [TableRow] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        reader.read(rest.prefix(size)) { rows.append($0) }
        rest = rest.dropFirst(size)
    }
    reader.finish { rows.append($0) }
    return rows
}

func rows(of text: String, as format: TableFormat = TableFormat(), limits: TableLimits = TableLimits()) -> [TableRow] {
    rows(of: Array(text.utf8), as: format, limits: limits)
}

/// A row as a test writes it down.
struct FileLine: Equatable, CustomStringConvertible {
    let line: Int
    let cells: [String]
    var problem: RowProblem?
    var description: String { "\(line): \(cells) \(problem.map { "\($0)" } ?? "")" }
}

extension [TableRow] {
    var cells: [[String]] { map(\.strings) }
    var lines: [FileLine] { map { FileLine(line: $0.line, cells: $0.strings, problem: $0.problem) } }
    var problems: [RowProblem] { compactMap(\.problem) }
}

extension String {
    func utf16Bytes(bigEndian: Bool = false) -> [UInt8] {
        utf16.flatMap { unit in bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    }

    /// Latin-1, for the characters it has.
    var latin1Bytes: [UInt8] { unicodeScalars.map { UInt8($0.value) } }
}

/// Repeatable chance.
struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {  // SplitMix64
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
