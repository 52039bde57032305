/// Keeping names in one script from reordering sentences in another.
///
/// Source: Unicode Standard Annex 9, "Unicode Bidirectional Algorithm", §2.4 (explicit directional isolates).
enum Bidi {
    /// The text between first-strong isolate and pop, when it has letters that run against the language's direction.
    static func isolate(_ text: String, in language: Language) -> String {
        let runsAgainst = text.unicodeScalars.contains { scalar in
            language.isRightToLeft ? scalar.properties.isAlphabetic && !isRightToLeft(scalar) : isRightToLeft(scalar)
        }
        return runsAgainst ? "\u{2068}\(text)\u{2069}" : text
    }

    /// Hebrew, Arabic and the scripts beside them.
    private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
