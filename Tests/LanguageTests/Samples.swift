import FoundationEssentials
import Language

/// The same values in every run, so that a failure can be repeated. SplitMix64 (Steele, Lea, Flood 2014).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A value of any length, both signs: as many one-digit as fifteen-digit ones.
    mutating func number(digits: Int = 15) -> Int {
        let limit = (0..<Int.random(in: 1...digits, using: &self)).reduce(1) { power, _ in power * 10 }
        return Int.random(in: -limit...limit, using: &self)
    }

    /// A second between 1950 and 2090.
    mutating func moment() -> Date {
        Date(timeIntervalSince1970: Double(Int.random(in: -631_152_000...3_786_912_000, using: &self)))
    }

    mutating func day() -> (year: Int, month: Int, day: Int) {
        (.random(in: 1...9999, using: &self), .random(in: 1...12, using: &self), .random(in: 1...28, using: &self))
    }
}

extension Language {
    /// The locale whose habits this language promises to follow.
    var locale: Locale {
        let regions: [Language: String] = [
            .en: "en_US", .es: "es_ES", .fr: "fr_FR", .de: "de_DE", .hi: "hi_IN", .ja: "ja_JP", .zh: "zh_CN", .ar: "ar_AE",
        ]
        return Locale(identifier: regions[self] ?? "")
    }

    var formats: Formats { Formats(self, timeZone: .gmt) }
}

/// Spanish is the one place where grouping differs from Foundation: also at four digits.
func spanishFourDigits(_ language: Language, _ magnitude: Double) -> Bool {
    language == .es && (999.5..<10_000).contains(magnitude.magnitude)
}

/// Without the no-break spaces and direction marks that make expectations unreadable.
func readable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.compactMap { scalar in
        switch scalar.value {
        case 0xA0, 0x202F: " "
        case 0x200E, 0x200F, 0x2068, 0x2069: nil
        default: scalar
        }
    }))
}
