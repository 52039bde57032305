import Postgres

/// The days of a month in whole weeks, those of its neighbours at the edges included.
struct MonthGrid: Sendable, Equatable {
    let year, month: Int
    let weeks: [[Day]]

    /// - Parameter firstWeekday: what weeks begin with, from 0 for Sunday.
    /// - Returns: nil for a month there is none of, and outside the years 2 to 9998.
    init?(year: Int, month: Int, firstWeekday: Int) {
        guard (2...9998).contains(year), let first = Day(year: year, month: month, day: 1) else { return nil }
        self.year = year
        self.month = month
        let begins = first.sinceEpoch - (Self.weekday(first.sinceEpoch) - firstWeekday + 7) % 7
        let weeks = (0..<6).map { week in (0..<7).compactMap { Day(sinceEpoch: begins + week * 7 + $0) } }
        self.weeks = weeks.filter { $0.contains { $0.month == month } }
    }

    /// - Parameter text: `2026-11`.
    init?(_ text: String, firstWeekday: Int) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2], let year = Int(parts[0]), let month = Int(parts[1]) else { return nil }
        self.init(year: year, month: month, firstWeekday: firstWeekday)
    }

    var days: [Day] { weeks.flatMap(\.self) }

    /// Another month as `month=` says it.
    /// - Parameter months: -1 for the one before.
    func name(_ months: Int) -> String {
        let count = year * 12 + month - 1 + months, month = count % 12 + 1
        return String(String(count / 12 + 10_000).dropFirst()) + (month < 10 ? "-0\(month)" : "-\(month)")
    }

    /// 1 January 1970 was a Thursday.
    private static func weekday(_ sinceEpoch: Int) -> Int { ((sinceEpoch + 4) % 7 + 7) % 7 }
}
