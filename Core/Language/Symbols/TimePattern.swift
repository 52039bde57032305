import FoundationEssentials
import FoundationInternationalization

/// How a language writes a time of day: for each hour the text around the minutes (`2:` and ` PM`).
struct TimePattern: Sendable {
    let hours: [Affixes]
    /// What stands between a date and the time that follows it.
    let joiner: [UInt8]

    /// - Parameters: three styles of one locale in UTC, the last of which writes what the first two write.
    init(date: Date.FormatStyle, time: Date.FormatStyle, both: Date.FormatStyle) {
        let day = CivilDay(year: 2031, month: 10, day: 28).start
        hours = (0..<24).map { hour in
            let text = time.format(day + Double(hour * 3600 + 38 * 60))
            return Affixes(of: text, around: "38") ?? Affixes(before: Array("\(hour):".utf8))
        }
        let rest = Affixes(of: both.format(day), around: date.format(day))
        let between = rest.flatMap { Affixes(of: String(decoding: $0.after, as: UTF8.self), around: time.format(day)) }
        joiner = between?.before ?? Array(", ".utf8)
    }
}
