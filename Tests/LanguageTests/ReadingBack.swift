import FoundationEssentials
import Language
import Testing

@Suite("What people type")
struct ReadingBack {
    @Test("is understood as it was written: numbers", arguments: Language.allCases)
    func numbers(language: Language) {
        var dice = Dice(6)
        let formats = language.formats
        for number in [0, .max, .min, 1000, -1000] + (0..<1000).map({ _ in dice.number() }) {
            #expect(formats.integer(from: formats.number(number)) == number)
            #expect(formats.scaled(from: formats.scaled(Int64(number), digits: 3), digits: 3) == Int64(number))
            let decimal = Decimal(number) / 1_000_000
            #expect(formats.decimal(from: formats.decimal(decimal, digits: 0...6)) == decimal)
        }
    }

    @Test("is understood as it was written: money", arguments: Language.allCases)
    func money(language: Language) {
        var dice = Dice(7)
        let formats = language.formats
        for currency in Currency.all {
            for _ in 0..<10 {
                let minorUnits = Int64(dice.number())
                let text = formats.money(minorUnits, currency)
                #expect(formats.money(from: text, in: currency) == minorUnits, "\(text)")
            }
        }
    }

    @Test("is understood as it was written: dates", arguments: Language.allCases)
    func dates(language: Language) throws {
        var dice = Dice(8)
        let formats = language.formats
        for _ in 0..<1000 {
            let (year, month, day) = dice.day()
            let words = try #require(formats.date(from: formats.date(year: year, month: month, day: day)))
            #expect(words == (year, month, day))
            guard year >= 1000 else { continue }
            let digits = try #require(formats.date(from: formats.numericDate(year: year, month: month, day: day)))
            #expect(digits == (year, month, day))
        }
    }

    @Test("may have any digits, spaces and minus", arguments: [
        (.ar, "١٬٢٣٤٫٥", "1234.5"), (.ar, "۱۲۳", "123"), (.hi, "१२,३४,५६७", "1234567"), (.hi, "1,234,567", "1234567"),
        (.ja, "１，２３４．５", "1234.5"), (.fr, "1 234,5", "1234.5"), (.fr, "1\u{A0}234", "1234"), (.de, "−7", "-7"),
        (.en, " +5 ", "5"), (.en, "- 5", "-5"), (.en, ".5", "0.5"), (.en, "0005", "5"), (.en, "\u{200E}-1,000", "-1000"),
        (.es, "1234,5", "1234.5"), (.es, "1.234", "1234"), (.en, "1.234", "1.234"),
    ] as [(Language, String, String)])
    func variants(language: Language, typed: String, expected: String) {
        #expect(language.formats.decimal(from: typed) == Decimal(string: expected))
    }

    @Test("is refused when it is no number here", arguments: [
        (.en, ""), (.en, "-"), (.en, "."), (.en, "abc"), (.en, "1,5"), (.en, "1,23,456"), (.en, "12,34.5"), (.en, "1.2.3"), (.en, "1 234"),
        (.en, "5."), (.en, "1e5"), (.en, "0x10"), (.en, "--1"), (.en, "1-"), (.en, ",123"), (.en, "1,"), (.en, "5%"), (.en, "½"), (.en, "五"),
        (.de, "1234.56"), (.de, "1.23"), (.hi, "1,2345"), (.en, "NaN"), (.en, String(repeating: "9", count: 60)), (.en, "1\u{301}"),
    ] as [(Language, String)])
    func noNumber(language: Language, typed: String) {
        #expect(language.formats.decimal(from: typed) == nil)
    }

    @Test("is refused when it does not fit")
    func tooMuch() {
        #expect(Language.en.formats.integer(from: "9,223,372,036,854,775,808") == nil)
        #expect(Language.en.formats.integer(from: "1.5") == nil && Language.en.formats.integer(from: "1.0") == 1)
        #expect(Language.en.formats.scaled(from: "1.005", digits: 2) == nil)
        #expect(Language.en.formats.money(from: "1.005", in: .usd) == nil)
        #expect(Language.en.formats.money(from: "5.5", in: .jpy) == nil)
    }

    @Test("may name the currency before or after, as sign or code", arguments: [
        (.en, "1234.5", 123_450), (.en, "$5", 500), (.en, "-$5", -500), (.en, "$ -5", -500), (.en, "USD 5", 500), (.en, "5 usd", 500),
        (.en, "5$", 500), (.es, "5 US$", 500), (.es, "5,25 $", 525), (.ar, "٥ US$", 500), (.en, ".50", 50),
    ] as [(Language, String, Int64)])
    func currencies(language: Language, typed: String, expected: Int64) {
        #expect(language.formats.money(from: typed, in: .usd) == expected)
    }

    @Test("is refused when it names another currency", arguments: ["€5", "5 EUR", "$5 USD", "5 dollars", "$", "", "-", "$-", "--$5"])
    func otherCurrency(typed: String) {
        #expect(Language.en.formats.money(from: typed, in: .usd) == nil)
    }

    @Test("is understood as a day", arguments: [
        (.en, "2024-01-05"), (.de, "2024-01-05"), (.ar, "٢٠٢٤-٠١-٠٥"), (.en, "1/5/2024"), (.en, "01-05-2024"), (.de, "5.1.2024"), (.de, "5. 1. 2024"),
        (.es, "5-1-2024"), (.fr, "05 01 2024"), (.hi, "५/१/२०२४"), (.ja, "2024/1/5"), (.ja, "2024年1月5日"), (.zh, "2024.1.5"),
        (.ar, "٥/١/٢٠٢٤"), (.en, "jan 5,2024"), (.en, "JAN 5, 2024"), (.de, "5.Jan.2024"), (.es, "5 ENE 2024"), (.ar, "5 يناير، 2024"),
    ] as [(Language, String)])
    func days(language: Language, typed: String) throws {
        #expect(try #require(language.formats.date(from: typed)) == (2024, 1, 5))
    }

    @Test("is refused when the calendar lacks the day", arguments: [
        "", "2024", "2024-13-01", "2024-02-30", "2023-02-29", "0000-01-01", "2024-00-10", "13/40/2024", "1/5/24", "24-01-05", "1/5/20245",
        "2024-01-05T10:00", "1-2-3-4", "Jan 2024", "Foo 5, 2024", "January", "Jan 5, 99999999999999999999", "1/5/2024 x", "99999999999999999999/1/1",
    ])
    func noDay(typed: String) {
        #expect(Language.en.formats.date(from: typed) == nil)
    }

    @Test("on 29 February is understood in leap years")
    func leap() throws {
        #expect(try #require(Language.en.formats.date(from: "2000-02-29")) == (2000, 2, 29))
        #expect(Language.en.formats.date(from: "1900-02-29") == nil)
    }
}
