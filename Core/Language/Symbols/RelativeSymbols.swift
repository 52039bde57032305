import FoundationEssentials
import FoundationInternationalization

/// How a language writes distances in time.
struct RelativeSymbols: Sendable {
    enum Unit: Int, CaseIterable, Sendable {
        case second, minute, hour, day, week, month, year
    }

    let now: String
    /// The days around today that have a name, from two days ago to in two days: `yesterday`, `tomorrow`.
    private let days: [String]
    private let past: [Unit: Wording]
    private let future: [Unit: Wording]

    init(_ language: Language, _ locale: Locale) {
        let named = Samples(locale, .named), counted = Samples(locale, .numeric)
        now = named.text(.second, 0)
        days = (-2...2).map { named.text(.day, $0) }
        func wordings(_ sign: Int) -> [Unit: Wording] {
            Dictionary(uniqueKeysWithValues: Unit.allCases.map { unit in
                (unit, Wording(language) { counted.text(unit, sign * $0) })
            })
        }
        past = wordings(-1)
        future = wordings(1)
    }

    /// `3 days ago`, `in 2 hours`, and for days near today their name. Distances before now are negative.
    func text(_ count: Int, _ unit: Unit, _ numbers: NumberSymbols, _ language: Language) -> String {
        if unit == .day, (-2...2).contains(count) { return days[count + 2] }
        return (count < 0 ? past : future)[unit]?.text(count, numbers, language) ?? now
    }
}

/// The text for one unit in one direction, by plural category.
private struct Wording: Sendable {
    /// 1 and 2 are samples of their own: Arabic writes them without digits.
    private let small: [String]
    private let affixes: [PluralCategory: Affixes]

    init(_ language: Language, sample: (Int) -> String) {
        small = [sample(1), sample(2)]
        var affixes: [PluralCategory: Affixes] = [:]
        for count in [3, 11, 100] { affixes[language.plural(count)] = Affixes(ofNumber: sample(count)) }
        self.affixes = affixes
    }

    func text(_ count: Int, _ numbers: NumberSymbols, _ language: Language) -> String {
        let count = count.magnitude
        if count == 1 || count == 2 { return small[Int(count) - 1] }
        let category = language.plural(Int(clamping: count))
        let around = affixes[category] ?? affixes[.other] ?? Affixes()
        var bytes: [UInt8] = []
        numbers.write(count, scale: 0, around, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

private struct Samples {
    private let locale: Locale
    private let presentation: Date.RelativeFormatStyle.Presentation
    private let calendar = CivilDay.calendar

    init(_ locale: Locale, _ presentation: Date.RelativeFormatStyle.Presentation) {
        self.locale = locale
        self.presentation = presentation
    }

    func text(_ unit: RelativeSymbols.Unit, _ count: Int) -> String {
        let now = CivilDay(year: 2031, month: 10, day: 15).start
        let (component, field) = names(of: unit)
        let date = calendar.date(byAdding: component, value: count, to: now) ?? now
        var style = Date.AnchoredRelativeFormatStyle(
            anchor: date, presentation: presentation, unitsStyle: .wide, locale: locale, calendar: calendar)
        style.allowedFields = [field]
        return style.format(now)
    }

    private func names(of unit: RelativeSymbols.Unit) -> (Calendar.Component, Date.RelativeFormatStyle.Field) {
        switch unit {
        case .second: (.second, .second)
        case .minute: (.minute, .minute)
        case .hour: (.hour, .hour)
        case .day: (.day, .day)
        case .week: (.weekOfYear, .week)
        case .month: (.month, .month)
        case .year: (.year, .year)
        }
    }
}
