import FoundationEssentials
import FoundationInternationalization

/// What a month's page needs. Read off Foundation each time: a page asks once.
extension Formats {
    /// A month with its year: `November 2026`.
    /// - Parameter month: 1 to 12.
    public func month(_ month: Int, of year: Int) -> String {
        style.month(.wide).year().format(CivilDay(year: year, month: month, day: 1).start)
    }

    /// The day that weeks begin with, from 0 for Sunday to 6 for Saturday.
    public var firstWeekday: Int {
        [.sunday, .monday, .tuesday, .wednesday, .thursday, .friday, .saturday].firstIndex(of: symbols.locale.firstDayOfWeek) ?? 0
    }

    /// The days of a week in the order of the language, in full and as short as they stand above a column.
    public var weekdays: [(name: String, short: String)] {
        // The fourth day since the epoch, 4 January 1970, was a Sunday.
        (0..<7).map { CivilDay(daysSinceEpoch: 3 + (firstWeekday + $0) % 7).start }.map { day in
            (style.weekday(.wide).format(day), style.weekday(.abbreviated).format(day))
        }
    }

    private var style: Date.FormatStyle { Date.FormatStyle(locale: symbols.locale, calendar: CivilDay.calendar, timeZone: .gmt) }
}
