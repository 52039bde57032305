public import FoundationEssentials
public import Postgres

extension Day: FieldValue {
    public static var kind: FieldKind { .date }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Day {
        guard let parts = reading.formats.date(from: text),
            let day = Day(year: parts.year, month: parts.month, day: parts.day)
        else { throw FieldProblem("platform.problems.date") }
        return day
    }

    /// Programs write days one way only, whatever the language.
    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Day {
        guard let day = json.string.flatMap(Day.init(_:)) else { throw FieldProblem("platform.problems.date") }
        return day
    }

    public func shown(_ reading: Reading) -> String { reading.formats.date(year: year, month: month, day: day) }

    public var plain: String { description }

    public init?(plain: String) {
        let parts = plain.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        self.init(year: parts[0], month: parts[1], day: parts[2])
    }
}

extension Date: FieldValue {
    public static var kind: FieldKind { .dateTime }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Date {
        guard let date = try? Date(text, strategy: .iso8601) else { throw FieldProblem("platform.problems.date_time") }
        return date
    }

    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Date {
        guard let moment = json.string.flatMap(moment(rfc3339:)) else { throw FieldProblem("platform.problems.date_time") }
        return moment
    }

    public func shown(_ reading: Reading) -> String { reading.formats.dateTime(self) }
    public var plain: String { formatted(.iso8601) }

    public init?(plain: String) {
        guard let date = try? Date(plain, strategy: .iso8601) else { return nil }
        self = date
    }
}
