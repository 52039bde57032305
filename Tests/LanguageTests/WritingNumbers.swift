import FoundationEssentials
import FoundationInternationalization
import Language
import Testing

@Suite("A number")
struct WritingNumbers {
    @Test("is grouped as the language groups", arguments: [
        (.en, "1,234,567.89"), (.es, "1.234.567,89"), (.fr, "1 234 567,89"), (.de, "1.234.567,89"),
        (.hi, "12,34,567.89"), (.ja, "1,234,567.89"), (.zh, "1,234,567.89"), (.ar, "1,234,567.89"),
    ] as [(Language, String)])
    func grouped(language: Language, expected: String) {
        #expect(readable(language.formats.scaled(123_456_789, digits: 2)) == expected)
        #expect(readable(language.formats.decimal(Decimal(123_456_789) / 100)) == expected)
    }

    @Test("is grouped from four digits on, in Spanish too")
    func fourDigits() {
        #expect(Language.es.formats.number(1234) == "1.234")
        #expect(Language.es.formats.number(999) == "999")
    }

    @Test("is what Foundation writes", arguments: Language.allCases)
    func whole(language: Language) {
        var dice = Dice(1)
        let style = IntegerFormatStyle<Int>.number.locale(language.locale)
        for number in [0, 1, -1, 9, 10, 999, 1000, .max, .min] + (0..<3000).map({ _ in dice.number() })
        where !spanishFourDigits(language, Double(number)) {
            #expect(language.formats.number(number) == style.format(number))
        }
    }

    @Test("with decimals is what Foundation writes, rounding half to even", arguments: Language.allCases)
    func decimals(language: Language) {
        var dice = Dice(2)
        for digits in [0...0, 0...3, 2...2, 1...5] {
            let style = Decimal.FormatStyle.number.locale(language.locale).precision(.fractionLength(digits))
            for _ in 0..<700 {
                let number = Decimal(dice.number()) / Decimal(dice.number(digits: 6) | 1)
                guard !spanishFourDigits(language, Double("\(number)") ?? 0), number.magnitude > 1 else { continue }
                #expect(language.formats.decimal(number, digits: digits) == style.format(number), "\(number)")
            }
        }
    }

    @Test("rounds ties to the even neighbour and carries through nines", arguments: [
        ("0.5", 0...0, "0"), ("1.5", 0...0, "2"), ("2.5", 0...0, "2"), ("2.51", 0...0, "3"), ("999.995", 0...2, "1,000"),
        ("0.045", 2...2, "0.04"), ("9.99", 1...1, "10.0"), ("-0.004", 0...2, "0"), ("1e30", 0...0, "1" + String(repeating: ",000", count: 10)),
        ("0.0000001", 0...7, "0.0000001"), ("7", 2...4, "7.00"),
    ])
    func rounding(number: String, digits: ClosedRange<Int>, expected: String) throws {
        let number = try #require(Decimal(string: number))
        #expect(Language.en.formats.decimal(number, digits: digits) == expected)
    }

    @Test("kept as units of its last decimal shows them all, or no needless zeros")
    func scaled() {
        let formats = Language.en.formats
        #expect(formats.scaled(5, digits: 3) == "0.005")
        #expect(formats.scaled(-12_500, digits: 3) == "-12.500")
        #expect(formats.scaled(-12_500, digits: 3, minimum: 0) == "-12.5")
        #expect(formats.scaled(12_000, digits: 3, minimum: 0) == "12")
        #expect(formats.scaled(12_000, digits: 3, minimum: 1) == "12.0")
        #expect(formats.scaled(0, digits: 2, minimum: 0) == "0")
        #expect(formats.scaled(.min, digits: 99) == "-9.223372036854775808")
        #expect(formats.scaled(7, digits: -3) == "7")
    }

    @Test("of bytes has the largest unit that it fills, and says no more than there is", arguments: [
        0: "0 kB", 1: "1 kB", 1_024: "1 kB", 1_025: "2 kB", 1_048_575: "1,024 kB", 1_048_576: "1 MB", 1_572_864: "1.5 MB",
        1_073_741_823: "1,023.9 MB", 5_368_709_120: "5 GB", 1_099_511_627_776: "1 TB", Int.max: "838,860.7 TB",
    ])
    func bytes(bytes: Int, text: String) { #expect(Language.en.formats.bytes(bytes) == text) }

    @Test("as a percentage is what Foundation writes", arguments: Language.allCases)
    func percent(language: Language) {
        var dice = Dice(3)
        let style = FloatingPointFormatStyle<Double>.Percent.percent.locale(language.locale).precision(.fractionLength(0...1))
        for fraction in [0, 1, 0.256, -0.5, 0.145, 1e-3, 12.5] + (0..<2000).map({ _ in Double(dice.number(digits: 8)) / 65536 })
        where !spanishFourDigits(language, fraction * 100) && !(-0.0005..<0).contains(fraction) {
            #expect(language.formats.percent(fraction) == style.format(fraction), "\(fraction)")
        }
        #expect(language.formats.percent(.nan) == "—" && language.formats.percent(-.infinity) == "—")
    }
}
