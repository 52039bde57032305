import FoundationEssentials
import FoundationInternationalization

/// How a language writes a day: for each month the text around day and year, so that no month name, order or
/// mark needs to be known apart from the samples it was read off.
struct DatePattern: Sendable {
    /// One month's text: `before`, day or year, `between`, the other, `after`.
    struct Month: Sendable {
        let yearFirst: Bool
        let before, between, after: [UInt8]
    }

    let months: [Month]
    /// Whether the 5th is written `05`.
    let padsDay: Bool

    init(_ style: Date.FormatStyle) {
        func sample(_ month: Int, _ day: Int) -> String {
            style.format(CivilDay(year: Self.year, month: month, day: day).start)
        }
        months = (1...12).map { Month(sample: sample($0, Self.day)) ?? .iso($0) }
        padsDay = sample(12, 5).utf8.split(whereSeparator: { !$0.isDigit }).contains { Array($0) == Array("05".utf8) }
    }

    /// No month number is part of either, nor is one part of the other.
    private static let year = 2031
    private static let day = 28
}

extension DatePattern.Month {
    fileprivate init?(sample: String) {
        guard let year = Affixes(of: sample, around: "2031"), let day = Affixes(of: sample, around: "28") else {
            return nil
        }
        yearFirst = year.before.count < day.before.count
        let (first, second) = yearFirst ? (year, day) : (day, year)
        let firstLength = yearFirst ? 4 : 2
        before = first.before
        between = Array(second.before.dropFirst(first.before.count + firstLength))
        after = second.after
    }

    fileprivate static func iso(_ month: Int) -> Self {
        Self(yearFirst: true, before: [], between: Array((month < 10 ? "-0\(month)-" : "-\(month)-").utf8), after: [])
    }
}
