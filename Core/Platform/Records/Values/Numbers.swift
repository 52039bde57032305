public import Postgres

extension Bool: FieldValue {
    public static var kind: FieldKind { .yesNo }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Bool {
        switch text.lowercased() {
        case "true", "yes", "on", "1", reading.voice.say("platform.values.yes").lowercased(): true
        case "false", "no", "off", "0", reading.voice.say("platform.values.no").lowercased(): false
        default: throw FieldProblem("platform.problems.yes_no")
        }
    }

    public func shown(_ reading: Reading) -> String {
        reading.voice.say(self ? "platform.values.yes" : "platform.values.no")
    }
    public var plain: String { self ? "true" : "false" }
}

extension Int: FieldValue {
    public static var kind: FieldKind { .integer }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Int {
        guard let number = Int(text) ?? reading.formats.integer(from: text) else {
            throw FieldProblem("platform.problems.integer")
        }
        return number
    }

    public func shown(_ reading: Reading) -> String { reading.formats.number(self) }
    public var plain: String { String(self) }
}

/// A share of one, such as a risk or a discount: 0.25 is shown as 25 %.
public struct Share: FieldValue, PostgresCodable, Hashable {
    public let value: Double
    public init(_ value: Double) { self.value = value }

    public static var kind: FieldKind { .decimal }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Share {
        guard let value = Double(text), (0...1).contains(value) else { throw FieldProblem("platform.problems.share") }
        return Share(value)
    }

    public func shown(_ reading: Reading) -> String { reading.formats.percent(value) }
    public var plain: String { String(value) }

    public static var postgresType: PostgresType { Double.postgresType }
    public func encode(into bytes: inout [UInt8]) { value.encode(into: &bytes) }
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        value = try Double(postgres: bytes, type: type)
    }
}

/// An amount of money, exact: minor units (cents) beside their currency, in two columns,
/// `<name>` (bigint) and `<name>_currency` (text).
public struct Money: FieldValue, Hashable {
    public let minorUnits: Int64
    public let currency: Currency

    public init(minorUnits: Int64, _ currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    public static var kind: FieldKind { .money }

    public static func columns(_ name: String) -> [Column] {
        [Column(name: name, type: Int64.postgresType), Column(name: name + "_currency", type: String.postgresType)]
    }

    public static func bind(_ value: Money?) -> [SQL] {
        ["\(value?.minorUnits)", "\(value?.currency.rawValue)"]
    }

    public static func bind(all values: [Money?]) -> [SQL] {
        ["\(values.map { $0?.minorUnits })", "\(values.map { $0?.currency.rawValue })"]
    }

    public static func read(_ row: inout Row) throws(DatabaseError) -> Money? {
        let units = try row.next(Int64?.self)
        let currency = try row.next(String?.self)
        guard let units, let currency = currency.flatMap(Currency.init(rawValue:)) else { return nil }
        return Money(minorUnits: units, currency)
    }

    /// Reads `1234.50 EUR`, as `plain` writes it.
    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Money {
        let parts = text.split(separator: " ")
        guard parts.count == 2, let currency = Currency(rawValue: String(parts[1])),
            let units = reading.formats.money(from: String(parts[0]), in: currency)
        else { throw FieldProblem("platform.problems.money") }
        return Money(minorUnits: units, currency)
    }

    public func shown(_ reading: Reading) -> String { reading.formats.money(minorUnits, currency) }

    public var plain: String {
        let digits = String(minorUnits.magnitude)
        let padded = String(repeating: "0", count: max(0, currency.digits + 1 - digits.count)) + digits
        let point = currency.digits == 0 ? "" : "." + padded.suffix(currency.digits)
        return "\(minorUnits < 0 ? "-" : "")\(padded.dropLast(currency.digits))\(point) \(currency.rawValue)"
    }
}
