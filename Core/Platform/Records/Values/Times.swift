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

    public func shown(_ reading: Reading) -> String { reading.formats.date(year: year, month: month, day: day) }

    public var plain: String { description }
}

extension Date: FieldValue {
    public static var kind: FieldKind { .dateTime }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Date {
        guard let date = try? Date(text, strategy: .iso8601) else { throw FieldProblem("platform.problems.date_time") }
        return date
    }

    public func shown(_ reading: Reading) -> String { reading.formats.dateTime(self) }
    public var plain: String { formatted(.iso8601) }
}
