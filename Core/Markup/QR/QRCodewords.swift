/// What a QR code holds, as bytes: the text, its padding, and what mends it (ISO/IEC 18004 §7.4 and §7.5).
struct QRCodewords {
    private let version: QRVersion
    private let data: [UInt8]

    init(_ bytes: [UInt8], _ version: QRVersion) {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for place in (0..<count).reversed() { bits.append(value >> place & 1 == 1) }
        }
        append(0b0100, 4) // bytes
        append(bytes.count, version.countBits)
        for byte in bytes { append(Int(byte), 8) }
        append(0, min(4, version.dataCodewords * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var data = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<start + 8].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var pad: UInt8 = 0xEC
        while data.count < version.dataCodewords {
            data.append(pad)
            pad ^= 0xEC ^ 0x11
        }
        self.version = version
        self.data = data
    }

    /// All blocks, a codeword of each in turn. The first ones may be a codeword shorter than the others.
    var interleaved: [UInt8] {
        let blocks = blocks, divisor = ReedSolomon.divisor(version.mendingLength)
        let mending = blocks.map { ReedSolomon.remainder($0, divisor) }
        let longest = blocks.map(\.count).max() ?? 0
        let first = (0..<longest).flatMap { place in blocks.compactMap { place < $0.count ? $0[place] : nil } }
        return first + (0..<version.mendingLength).flatMap { place in mending.map { $0[place] } }
    }

    private var blocks: [[UInt8]] {
        let length = version.codewords / version.blocks - version.mendingLength
        let short = version.blocks - version.codewords % version.blocks
        var start = 0
        return (0..<version.blocks).map { number in
            let end = start + length + (number < short ? 0 : 1)
            defer { start = end }
            return Array(data[start..<end])
        }
    }
}

/// Reed and Solomon's code over the 256 numbers of ISO/IEC 18004 §7.5.2, whose polynomial is 0x11D.
enum ReedSolomon {
    /// The generator's coefficients, without the first, which is 1.
    static func divisor(_ degree: Int) -> [UInt8] {
        var result = [UInt8](repeating: 0, count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for place in 0..<degree {
                result[place] = product(result[place], root) ^ (place + 1 < degree ? result[place + 1] : 0)
            }
            root = product(root, 2)
        }
        return result
    }

    static func remainder(_ data: [UInt8], _ divisor: [UInt8]) -> [UInt8] {
        data.reduce(into: [UInt8](repeating: 0, count: divisor.count)) { result, byte in
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for place in divisor.indices { result[place] ^= product(divisor[place], factor) }
        }
    }

    private static func product(_ one: UInt8, _ other: UInt8) -> UInt8 {
        (0..<8).reversed().reduce(0) { result, place in
            let doubled = result << 1 ^ (result & 0x80 == 0 ? 0 : 0x1D)
            return other >> place & 1 == 1 ? doubled ^ one : doubled
        }
    }
}
