/// What people type, brought into one form: ASCII digits and minus, plain spaces, no direction marks.
enum Typed {
    /// - Returns: the text without spaces at its ends.
    static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !isMark(scalar) { plain.append(ascii(scalar)) }
        while plain.first == " " { plain.removeFirst() }
        while plain.last == " " { plain.removeLast() }
        return String(plain)
    }

    /// A currency sign or code, for comparison: lower case, no spaces.
    static func sign(_ text: String) -> String {
        plain(text).lowercased().filter { $0 != " " }
    }

    /// Marks that only steer direction, and the soft hyphens and joiners that come along with pasted text.
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x61C, 0x200B...0x200F, 0x202A...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func ascii(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x660...0x669: digit(scalar, from: 0x660)     // Arabic-Indic
        case 0x6F0...0x6F9: digit(scalar, from: 0x6F0)     // Persian and Urdu
        case 0x966...0x96F: digit(scalar, from: 0x966)     // Devanagari
        case 0xFF10...0xFF19: digit(scalar, from: 0xFF10)  // full width
        case 0x2010...0x2013, 0x2212, 0xFE63, 0xFF0D: "-"
        case 0xFF0B: "+"
        case 0xFF0C: ","
        case 0xFF0E: "."
        case 0xFF0F: "/"
        case 0x2019: "'"
        case 0x09, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: " "
        default: scalar
        }
    }

    private static func digit(_ scalar: Unicode.Scalar, from zero: UInt32) -> Unicode.Scalar {
        Unicode.Scalar(UInt8(0x30 + scalar.value - zero))
    }
}
