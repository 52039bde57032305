/// SQL text whose interpolations can only bind: `"select … limit \(limit)"` is sent as `select … limit $1`.
///
/// Values never become text. What may be spliced is another `SQL`, whose placeholders are renumbered, and a
/// validated identifier (`\(identifier: "crm_leads")`).
public struct SQL: Sendable {
    /// What the server parses. Values appear in it as `$1`, `$2`, … only.
    public private(set) var text: String
    private(set) var parameters: [Parameter] = []
    /// The encoded values of all parameters, end to end.
    private(set) var values: [UInt8] = []
    /// Why this statement must not be sent, if so. Interpolation cannot throw, so sending does.
    private(set) var defect: String?

    struct Parameter: Sendable {
        var type: PostgresType
        /// Where the value lies in `values`; nil for NULL.
        var value: Range<Int>?
        /// Where its `$` stands in `text`, in UTF-8 bytes.
        var placeholder: Int
    }

    /// SQL from a file of ours, such as a migration. Never pass text a user can influence.
    public init(unchecked trusted: String) {
        text = trusted
    }

    mutating func bind(_ value: some PostgresEncodable) {
        var range: Range<Int>?
        if !value.isNull {
            let start = values.count
            do { try value.encode(into: &values) } catch { defect = "a value has no form in PostgreSQL" }
            range = start..<values.count
        }
        appendPlaceholder(type: type(of: value).postgresType, value: range)
    }

    mutating func append(literal: some StringProtocol) {
        keepPlaceholderApart(from: literal.utf8.first)
        text += literal
    }

    mutating func append(identifier: String) {
        let parts = identifier.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy(\.isPlainIdentifier) else {
            defect = "an identifier is not made of a-z, 0-9 and _"
            return
        }
        append(literal: parts.map { "\"\($0)\"" }.joined(separator: "."))
    }

    mutating func append(_ other: SQL) {
        defect = defect ?? other.defect
        let utf8 = other.text.utf8
        let shift = values.count
        var rest = utf8.startIndex
        values += other.values
        for (number, parameter) in zip(1..., other.parameters) {
            let dollar = utf8.index(utf8.startIndex, offsetBy: parameter.placeholder)
            append(literal: other.text[rest..<dollar])
            appendPlaceholder(
                type: parameter.type, value: parameter.value.map { $0.lowerBound + shift..<$0.upperBound + shift }
            )
            rest = utf8.index(dollar, offsetBy: 1 + number.decimalDigits)
        }
        append(literal: other.text[rest...])
    }

    mutating func reserve(text bytes: Int, parameters count: Int) {
        text.reserveCapacity(bytes + 3 * count)
        parameters.reserveCapacity(count)
        values.reserveCapacity(16 * count)
    }

    private mutating func appendPlaceholder(type: PostgresType, value: Range<Int>?) {
        keepPlaceholderApart(from: UInt8(ascii: "$"))
        parameters.append(Parameter(type: type, value: value, placeholder: text.utf8.count))
        text += "$"
        text += String(parameters.count)
    }

    /// `$1` followed by a literal `0` would read as `$10`.
    private mutating func keepPlaceholderApart(from next: UInt8?) {
        guard let next, let last = parameters.last, next.continuesPlaceholder else { return }
        if last.placeholder + 1 + parameters.count.decimalDigits == text.utf8.count { text += " " }
    }
}

extension SQL: CustomStringConvertible {
    /// The text. Values are left out, so that a log can never show one.
    public var description: String { text }
}

extension SQL {
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    public static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }
}

extension Sequence<SQL> {
    /// The statements one after the other with `separator` between them, placeholders renumbered.
    public func joined(separator: SQL = "") -> SQL {
        var joined = SQL(unchecked: "")
        for (index, part) in enumerated() {
            if index > 0 { joined.append(separator) }
            joined.append(part)
        }
        return joined
    }
}

extension Int {
    fileprivate var decimalDigits: Int { self < 10 ? 1 : self < 100 ? 2 : self < 1_000 ? 3 : self < 10_000 ? 4 : 5 }
}

extension UInt8 {
    fileprivate var continuesPlaceholder: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || self == UInt8(ascii: "$")
    }
}

extension Substring {
    fileprivate var isPlainIdentifier: Bool {
        guard let first = utf8.first, first.isLowercaseOrUnderscore, utf8.count < 64 else { return false }
        return utf8.allSatisfy { $0.isLowercaseOrUnderscore || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension UInt8 {
    fileprivate var isLowercaseOrUnderscore: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || self == UInt8(ascii: "_")
    }
}
