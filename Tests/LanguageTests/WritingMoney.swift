import FoundationEssentials
import FoundationInternationalization
import Language
import Testing

@Suite("Money")
struct WritingMoney {
    @Test("has the form its readers expect", arguments: [
        (.en, 123_456, .usd, "$1,234.56"), (.es, 123_456, .eur, "1.234,56 €"), (.hi, 123_456, .inr, "₹1,234.56"),
        (.hi, 123_456_789, .inr, "₹12,34,567.89"), (.de, -123_456, .eur, "-1.234,56 €"), (.fr, 123_456, .eur, "1 234,56 €"),
        (.ja, 1_234_567, .jpy, "¥1,234,567"), (.zh, 123_456, .cny, "¥1,234.56"), (.ar, 123_456, .aed, "1,234.56 د.إ."),
        (.en, 123_456, .aed, "AED 1,234.56"), (.en, -5, .usd, "-$0.05"), (.en, 0, .jpy, "¥0"),
    ] as [(Language, Int64, Currency, String)])
    func expected(language: Language, minorUnits: Int64, currency: Currency, expected: String) {
        #expect(readable(language.formats.money(minorUnits, currency)) == expected)
    }

    @Test("is what Foundation writes, in every currency", arguments: Language.allCases)
    func foundation(language: Language) {
        var dice = Dice(4)
        for currency in Currency.all {
            let style = Decimal.FormatStyle.Currency(code: currency.rawValue, locale: language.locale)
                .precision(.fractionLength(currency.digits))
            for _ in 0..<20 {
                let minorUnits = dice.number(), amount = Decimal(minorUnits) / Decimal(currency.minorUnits)
                guard !spanishFourDigits(language, Double(minorUnits) / Double(currency.minorUnits)) else { continue }
                #expect(language.formats.money(Int64(minorUnits), currency) == style.format(amount))
            }
        }
    }
}

@Suite("A currency")
struct Currencies {
    @Test("has the decimals ISO 4217 gives it")
    func digits() throws {
        #expect(Currency.jpy.digits == 0 && Currency.eur.digits == 2)
        #expect(try #require(Currency(rawValue: "KWD")).digits == 3)
        #expect(Currency.jpy.minorUnits == 1 && Currency(rawValue: "BHD")?.minorUnits == 1000)
    }

    @Test("is none that ISO 4217 does not list", arguments: ["", "EU", "EURO", "eur", "XXX", "DEM", "E R", "€"])
    func unknown(code: String) {
        #expect(Currency(rawValue: code) == nil)
    }

    @Test("is understood as people type it")
    func typed() {
        #expect(Currency(typed: " eur ") == .eur)
        #expect(Currency(typed: "e") == nil)
    }

    @Test("is stored as its code")
    func coding() throws {
        #expect(String(decoding: try JSONEncoder().encode([Currency.eur]), as: UTF8.self) == #"["EUR"]"#)
        #expect(try JSONDecoder().decode([Currency].self, from: Data(#"["JPY"]"#.utf8)) == [.jpy])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([Currency].self, from: Data(#"["???"]"#.utf8)) }
    }

    @Test("that is common is offered once, and has a name in every language")
    func common() {
        #expect(Currency.common.first == .usd && Currency.common.count == 46)
        #expect(Set(Currency.common).count == Currency.common.count)
        #expect(Currency.all.count > 150)
        #expect(Language.en.formats.name(of: .eur) == "Euro" && Language.es.formats.name(of: .eur) == "euro")
    }
}
