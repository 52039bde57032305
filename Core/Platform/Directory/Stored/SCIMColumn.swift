import FoundationEssentials
import Postgres

/// Where an attribute lies in the database.
indirect enum SCIMColumn: Sendable {
    case text(SQL, exact: Bool = false)
    /// A text that is kept in lower case.
    case key(SQL)
    case id(SQL)
    case boolean(SQL)
    case time(SQL)
    /// Several values: what stands behind `from`, up to a condition, and the parts of one.
    case list(SQL, [String: SCIMColumn])
    /// One value of several parts, which is there where any of them is.
    case parts(SQL)

    /// What lists are put in order by; nil where it gives none.
    var order: SQL? {
        switch self {
        case .text(let column, let exact): exact ? column : Self.lowered(column)
        case .key(let column), .id(let column), .boolean(let column), .time(let column): column
        case .list, .parts: nil
        }
    }

    private static func lowered(_ text: SQL) -> SQL { "lower(\(text) collate \"und-x-icu\")" }

    /// - Throws: `SCIMError` `invalidFilter` where the two cannot be compared so.
    func compared(_ comparison: SCIMFilter.Comparison, _ value: JSONValue) throws(SCIMError) -> SQL {
        if value == .null { return comparison == .eq ? "not (\(try present()))" : try present() }
        let unfit = SCIMError.bad(.invalidFilter, "filter_value", ["value": .text(String(decoding: value.bytes.prefix(100), as: UTF8.self))])
        switch (self, value) {
        case (.text(let column, let exact), .string(let text)):
            return exact ? Self.compare(column, comparison, "\(text)") : Self.compare(Self.lowered(column), comparison, Self.lowered("\(text)"))
        case (.key(let column), .string(let text)): return Self.compare(column, comparison, Self.lowered("\(text)"))
        case (.id(let column), .string(let text)):
            // An id that is none is nobody's.
            if comparison == .eq { return UUID(text: text).map { "\(column) = \($0)" } ?? "false" }
            return Self.compare("\(column)::text", comparison, "\(text.lowercased())")
        case (.boolean(let column), .bool(let wanted)) where comparison == .eq || comparison == .ne:
            return wanted == (comparison == .eq) ? column : "not \(column)"
        case (.time(let column), .string(let text)):
            guard let moment = moment(rfc3339: text), let sign = comparison.sign else { throw unfit }
            return "\(column) \(sign) \(moment)"
        case (.list(_, let parts), _):
            guard let part = parts["value"] else { throw unfit }
            return try some(part.compared(comparison, value))
        default: throw unfit
        }
    }

    func present() throws(SCIMError) -> SQL {
        switch self {
        case .text(let column, _), .key(let column), .id(let column), .time(let column): "\(column) is not null"
        case .boolean(let column): "\(column) is not null"
        case .parts(let condition): condition
        case .list: some("true")
        }
    }

    /// Whether a value of several meets a condition.
    func some(_ condition: SQL) -> SQL {
        guard case .list(let from, _) = self else { return condition }
        return "exists (select \(from) and (\(condition)))"
    }

    private static func compare(_ column: SQL, _ comparison: SCIMFilter.Comparison, _ value: SQL) -> SQL {
        switch comparison {
        case .co: "strpos(\(column), \(value)) > 0"
        case .sw: "starts_with(\(column), \(value))"
        case .ew: "right(\(column), length(\(value))) = \(value)"
        case .ne: "\(column) is distinct from \(value)"
        case .eq: "\(column) = \(value)"
        case .gt: "\(column) > \(value)"
        case .ge: "\(column) >= \(value)"
        case .lt: "\(column) < \(value)"
        case .le: "\(column) <= \(value)"
        }
    }
}

extension SCIMFilter.Comparison {
    /// nil for what is asked of texts only.
    fileprivate var sign: SQL? {
        switch self {
        case .eq: "="
        case .ne: "<>"
        case .gt: ">"
        case .ge: ">="
        case .lt: "<"
        case .le: "<="
        case .co, .sw, .ew: nil
        }
    }
}
