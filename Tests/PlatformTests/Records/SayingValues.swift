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

    @Test("are no share when beyond all or nothing", arguments: ["-0.1", "1.1", "nan", "inf", "half", "50%"])
    func shares(text: String) { #expect(throws: FieldProblem.self) { try Share.parse(text, reading) } }
}
