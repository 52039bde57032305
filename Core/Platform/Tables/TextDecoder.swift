/// Turns a file's bytes into UTF-8, wherever they are cut.
///
/// What means nothing in the encoding (half a surrogate pair, one of the five bytes Windows-1252 leaves out) becomes
/// the byte 0xFF, which UTF-8 never has. So wrong text shows in one place, where a row's UTF-8 is checked.
struct TextDecoder: Sendable {
    private let encoding: TextEncoding
    /// The first byte of a UTF-16 unit whose second is still to come.
    private var firstByte: UInt8?
    /// The first half of a surrogate pair.
    private var highSurrogate: UInt16?

    private static let wrong: UInt8 = 0xFF

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
    }

    mutating func decode(_ bytes: some Collection<UInt8>, into text: inout [UInt8]) {
        switch encoding {
        case .utf8: text.append(contentsOf: bytes)
        case .windows1252: decodeWindows1252(Array(bytes), into: &text)
        case .utf16LittleEndian, .utf16BigEndian: decodeUTF16(Array(bytes), into: &text)
        }
    }

    mutating func finish(into text: inout [UInt8]) {
        if firstByte != nil || highSurrogate != nil { text.append(Self.wrong) }
        firstByte = nil
        highSurrogate = nil
    }

    private func decodeWindows1252(_ bytes: [UInt8], into text: inout [UInt8]) {
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
            } else if byte >= 0xA0 {
                text.append(scalar: UInt32(byte))
            } else if let scalar = Self.windows1252[Int(byte - 0x80)] {
                text.append(scalar: scalar)
            } else {
                text.append(Self.wrong)
            }
        }
    }

    private mutating func decodeUTF16(_ bytes: [UInt8], into text: inout [UInt8]) {
        for byte in bytes {
            guard let first = firstByte else {
                firstByte = byte
                continue
            }
            firstByte = nil
            let (high, low) = encoding == .utf16BigEndian ? (first, byte) : (byte, first)
            decode(unit: UInt16(high) << 8 | UInt16(low), into: &text)
        }
    }

    private mutating func decode(unit: UInt16, into text: inout [UInt8]) {
        if let high = highSurrogate {
            highSurrogate = nil
            if UTF16.isTrailSurrogate(unit) {
                text.append(scalar: 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00))
                return
            }
            text.append(Self.wrong)
        }
        if UTF16.isLeadSurrogate(unit) {
            highSurrogate = unit
        } else if UTF16.isTrailSurrogate(unit) {
            text.append(Self.wrong)
        } else {
            text.append(scalar: UInt32(unit))
        }
    }

    /// 0x80 to 0x9F, where Windows-1252 differs from Latin-1 (Unicode consortium, mapping table CP1252.TXT).
    private static let windows1252: [UInt32?] = [
        0x20AC, nil, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, nil, 0x017D, nil,
        nil, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, nil, 0x017E, 0x0178,
    ]
}

extension [UInt8] {
    /// Appends a Unicode scalar value in UTF-8.
    fileprivate mutating func append(scalar: UInt32) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | (scalar >> shift) & 0x3F) }
        switch scalar {
        case ..<0x80: append(UInt8(scalar))
        case ..<0x800: append(UInt8(0xC0 | scalar >> 6)); append(tail(0))
        case ..<0x10000: append(UInt8(0xE0 | scalar >> 12)); append(tail(6)); append(tail(0))
        default: append(UInt8(0xF0 | scalar >> 18)); append(tail(12)); append(tail(6)); append(tail(0))
        }
    }
}
