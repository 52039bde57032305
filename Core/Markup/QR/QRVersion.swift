/// How large a QR code is, and how much it holds at level M: version 1 to 40 (ISO/IEC 18004 §7.5.1, table 9).
struct QRVersion: Sendable {
    let number: Int

    var size: Int { number * 4 + 17 }

    /// - Returns: nil when there is none that large.
    static func fitting(_ bytes: Int) -> QRVersion? {
        (1...40).lazy.map(QRVersion.init).first { 4 + $0.countBits + bytes * 8 <= $0.dataCodewords * 8 }
    }

    /// Bits that say how many bytes there are (table 3).
    var countBits: Int { number < 10 ? 8 : 16 }

    var blocks: Int { Self.blockCounts[number - 1] }
    /// Codewords for mending in each block.
    var mendingLength: Int { Self.mendingLengths[number - 1] }
    /// All codewords, for data and for mending.
    var codewords: Int { modulesForData / 8 }
    var dataCodewords: Int { codewords - blocks * mendingLength }

    /// What the fixed patterns leave.
    private var modulesForData: Int {
        var count = (16 * number + 128) * number + 64
        guard number >= 2 else { return count }
        let aligned = number / 7 + 2
        count -= (25 * aligned - 10) * aligned - 55
        return number >= 7 ? count - 36 : count
    }

    /// The centres of the alignment patterns, along either side (annex E).
    var alignments: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let step = number == 32 ? 26 : (number * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }.reversed()
    }

    private static let mendingLengths = [
        10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
        26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
    ]
    private static let blockCounts = [
        1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
        17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
    ]
}
