import FoundationEssentials
import Postgres

/// Reads a moment as RFC 3339 §5.6 writes it, such as `2024-01-15T14:25:00Z` or `2024-01-15T15:25:00.5+01:00`, to the second:
/// parts of one are left out, as they are where moments are shown. A second 60 is none.
/// - Returns: nil for any other text, and for a day or an hour that is not there.
func moment(rfc3339 text: String) -> Date? {
    let form = /([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.[0-9]{1,20})?(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))/
    guard let match = text.wholeMatch(of: form), let day = Day(String(match.1)), let hour = Int(match.2), let minute = Int(match.3),
        let second = Int(match.4), hour < 24, minute < 60, second < 60
    else { return nil }
    var moment = day.sinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second
    if let sign = match.5, let hours = match.6.flatMap({ Int($0) }), let minutes = match.7.flatMap({ Int($0) }) {
        guard hours < 24, minutes < 60 else { return nil }
        moment -= (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
    return Date(timeIntervalSince1970: Double(moment))
}
