import FoundationEssentials
import Testing

@testable import Platform
@testable import Support

@Suite("A field's words")
struct SayingValues {
    private let reading: Reading

    init() throws {
        let catalogue = try gardenTexts.catalogue()
        reading = Reading(voice: Voice(catalogue, formats: Formats(.en, timeZone: .gmt)), choices: "garden.plants.choices.habit")
    }

    @Test("are read back as the value they were written for")
    func plain() throws {
        for habit in Habit.allCases { #expect(try Habit.parse(habit.plain, reading) == habit) }
        for number in [0, -1, 1_234_567, .max, .min] { #expect(try Int.parse(number.plain, reading) == number) }
        for value in [true, false] { #expect(try Bool.parse(value.plain, reading) == value) }
        for units in [0, 5, -5, 99, 100, -12_345, .max, .min] as [Int64] {
            for currency in [Currency.usd, .eur, .aed] {
                let money = Money(minorUnits: units, currency)
                #expect(try Money.parse(money.plain, reading) == money, "\(money.plain)")
            }
        }
        for share in [0, 0.25, 1, 1.0 / 3] { #expect(try Share.parse(Share(share).plain, reading) == Share(share)) }
        let day = try #require(Day(year: 2024, month: 2, day: 29))
        #expect(try Day.parse(day.plain, reading) == day)
    }

    @Test("name a choice by its value, its name or what other programs call it, in any case", arguments: [
        ("shrub", Habit.shrub), ("SHRUB", .shrub), ("Shrub", .shrub), ("bush", .shrub), ("BUSH", .shrub), ("Tree", .tree),
    ])
    func choices(text: String, habit: Habit) throws { #expect(try Habit.parse(text, reading) == habit) }

    @Test("say yes and no in many ways", arguments: [
        ("yes", true), ("Yes", true), ("on", true), ("1", true), ("TRUE", true), ("no", false), ("off", false), ("0", false), ("False", false),
    ])
    func yesOrNo(text: String, value: Bool) throws { #expect(try Bool.parse(text, reading) == value) }

    @Test("are no share when beyond all or nothing", arguments: ["-0.1", "100.1", "nan", "inf", "half", "-5%"])
    func shares(text: String) { #expect(throws: FieldProblem.self) { try Share.parse(text, reading) } }

    @Test("are typed as the reader's language writes them, and read back from it")
    func typed() throws {
        let spanish = Reading(voice: Voice(reading.voice.catalogue, formats: Formats(.es, timeZone: .gmt)), choices: "")
        for text in ["1234.567", "-0.5", "1000000"] {
            let number = try #require(Decimal(plain: text))
            #expect(try Decimal.parse(number.typed(spanish), spanish) == number)
        }
        let money = Money(minorUnits: 123_450, .eur)
        #expect(money.typed(spanish) == "1.234,50 EUR")
        #expect(try Money.parse("1.234,50 EUR", spanish) == money)
        #expect(try Share.parse("12,5 %", spanish) == Share(0.125))
    }

    @Test("are sent to programs as JSON has them, and taken back from it")
    func json() throws {
        func back<V: FieldValue>(_ value: V, _ json: String) throws {
            #expect(String(decoding: value.json.bytes, as: UTF8.self) == json)
            #expect(try V.parse(json: JSONValue(reading: Array(json.utf8)), reading) == value)
        }
        try back("Ana \"A\"\n", #""Ana \"A\"\n""#)
        try back(42, "42")
        try back(true, "true")
        try back(Habit.shrub, #""shrub""#)
        try back(try #require(Decimal(plain: "12.50")), "12.5")
        try back(Share(0.25), "0.25")
        try back(Money(minorUnits: -1250, .usd), #"{"amount":-1250,"currency":"USD"}"#)
        try back(try #require(Day(year: 2026, month: 1, day: 31)), #""2026-01-31""#)
    }

    @Test("are refused from programs when they are of another kind", arguments: [
        "true", "1.5", "9223372036854775808", "\"7\"", "[]", "{}",
    ])
    func wrongJSON(json: String) throws {
        let value = try JSONValue(reading: Array(json.utf8))
        #expect(throws: FieldProblem.self) { try Int.parse(json: value, reading) }
        #expect(throws: FieldProblem.self) { try Money.parse(json: value, reading) }
    }
}
