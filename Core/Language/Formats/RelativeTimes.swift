public import FoundationEssentials

extension Formats {
    /// How far a moment lies from now: `3 minutes ago`, `yesterday`, `in 2 weeks`.
    ///
    /// Under a minute it is `now`; then whole minutes, whole hours up to a day, and calendar days of this time zone
    /// up to a week; then whole weeks, months and years.
    public func relative(_ moment: Date, to now: Date) -> String {
        let seconds = moment.timeIntervalSince(now)
        guard seconds.magnitude >= 60 else { return symbols.relative.now }
        let (count, unit) = seconds.magnitude < 86_400
            ? Self.withinADay(Int(seconds)) : Distance(from: local(now), to: local(moment)).inDaysOrMore
        return symbols.relative.text(count, unit, symbols.numbers, language)
    }

    private static func withinADay(_ seconds: Int) -> (Int, RelativeSymbols.Unit) {
        seconds.magnitude < 3600 ? (seconds / 60, .minute) : (seconds / 3600, .hour)
    }
}

/// The calendar distance between two moments at least a day apart.
private struct Distance {
    let from: LocalMoment
    let to: LocalMoment

    var inDaysOrMore: (Int, RelativeSymbols.Unit) {
        let days = to.daysSinceEpoch - from.daysSinceEpoch
        let months = wholeMonths
        return switch (days.magnitude, months.magnitude) {
        case (..<7, _): (days, .day)
        case (_, 0): (days / 7, .week)
        case (_, ..<12): (months, .month)
        default: (months / 12, .year)
        }
    }

    /// Months from day to same day, as people count them: 31 January to 28 February is none.
    private var wholeMonths: Int {
        let (start, end) = (from.day, to.day)
        let months = (end.year - start.year) * 12 + end.month - start.month
        if months > 0, end.day < start.day { return months - 1 }
        if months < 0, end.day > start.day { return months + 1 }
        return months
    }
}
