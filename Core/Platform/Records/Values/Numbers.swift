public import FoundationEssentials
public import Postgres

extension Int: FieldValue {
    public static var kind: FieldKind { .integer }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Int {
        guard let number = Int(text) ?? reading.formats.integer(from: text) else {
            throw FieldProblem("platform.problems.integer")
        }
        return number
    }

    public func shown(_ reading: Reading) -> String { reading.formats.number(self) }
    public func typed(_ reading: Reading) -> String { plain }
    public var plain: String { String(self) }
    public var json: JSONValue { .integer(self) }
    public init?(plain: String) { self.init(plain) }

    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Int {
        guard let number = json.integer else { throw FieldProblem("platform.problems.json_integer") }
        return Int(number)
    }
}

/// A number with decimals, exact, of at most 38 digits.
extension Decimal: FieldValue {
    public static var kind: FieldKind { .decimal }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Decimal {
        guard let number = reading.formats.decimal(from: text) ?? Decimal(plain: text) else { throw FieldProblem("platform.problems.decimal") }
        return number
    }

    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Decimal {
        guard case .number(let text) = json, text.utf8.count <= Self.mostPlain, text.utf8.count(where: { (0x30...0x39).contains($0) }) <= 38,
            let number = Decimal(string: text), number.isFinite,
            number.description.utf8.count <= Self.mostPlain // 1e99 is short to write and long to store
        else { throw FieldProblem("platform.problems.json_number") }
        return number
    }

    /// Characters: 38 digits, a sign and a point.
    private static let mostPlain = 40

    public func shown(_ reading: Reading) -> String { reading.formats.decimal(self, digits: 0...20) }
    public func typed(_ reading: Reading) -> String { shown(reading) }
    public var plain: String { description }
    public var json: JSONValue { .number(description) }

    public init?(plain: String) {
        guard plain.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }),
            plain.utf8.count <= Self.mostPlain
        else { return nil }
        self.init(string: plain)
    }
}

/// A share of one, such as a risk or a discount: 0.25 is shown as 25 %.
public struct Share: FieldValue, PostgresCodable, Hashable {
    public let value: Double
    public init(_ value: Double) { self.value = value }

    public static var kind: FieldKind { .percent }

    /// Reads percents, with or without their sign.
    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Share {
        if let share = Share(plain: text), (0...1).contains(share.value) { return share }
        let number = trimmed(String(text.filter { $0 != "%" && $0 != "٪" }))
        guard let percents = reading.formats.decimal(from: number) ?? Decimal(plain: number), (0...100).contains(percents)
        else { throw FieldProblem("platform.problems.share") }
        return Share((percents / 100).double)
    }

    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Share {
        guard case .number(let text) = json, let value = Double(text), (0...1).contains(value)
        else { throw FieldProblem("platform.problems.json_share") }
        return Share(value)
    }

    public func shown(_ reading: Reading) -> String { reading.formats.percent(value) }
    public func typed(_ reading: Reading) -> String { reading.formats.percent(value, digits: 0...10) }
    public var plain: String { "\((Decimal(string: String(value)) ?? 0) * 100)%" }
    public var json: JSONValue { .number(String(value)) }
    public var storedTexts: [String] { [String(value)] }

    public init?(storedTexts: [String]) {
        guard let value = storedTexts.first.flatMap(Double.init) else { return nil }
        self.value = value
    }

    public init?(plain: String) {
        guard plain.hasSuffix("%"), let percents = Decimal(plain: String(plain.dropLast())) else { return nil }
        value = (percents / 100).double
    }

    public static var postgresType: PostgresType { Double.postgresType }
    public func encode(into bytes: inout [UInt8]) { value.encode(into: &bytes) }
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        value = try Double(postgres: bytes, type: type)
    }
}

extension Decimal {
    fileprivate var double: Double { Double(description) ?? 0 }
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

    /// Reads `1,234.50 EUR`, in the reader's language or as `plain` writes it.
    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Money {
        if let money = Money(plain: text) { return money }
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard parts.count >= 2, let currency = parts.last.flatMap({ Currency(rawValue: String($0)) }),
            let units = reading.formats.money(from: parts.dropLast().joined(separator: " "), in: currency)
        else { throw FieldProblem("platform.problems.money") }
        return Money(minorUnits: units, currency)
    }

    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Money {
        guard let members = json.members, members.count == 2, let amount = json["amount"]?.integer,
            let currency = json["currency"]?.string.flatMap(Currency.init(rawValue:))
        else { throw FieldProblem(Phrase("platform.problems.json_money", ["example": .text("{\"amount\": 1250, \"currency\": \"EUR\"}")])) }
        return Money(minorUnits: amount, currency)
    }

    public func shown(_ reading: Reading) -> String { reading.formats.money(minorUnits, currency) }

    public func typed(_ reading: Reading) -> String {
        guard let amount = Decimal(string: plainAmount) else { return plain }
        return "\(reading.formats.decimal(amount, digits: currency.digits...currency.digits)) \(currency.rawValue)"
    }

    public var plain: String { "\(plainAmount) \(currency.rawValue)" }

    public var json: JSONValue { ["amount": .integer(minorUnits), "currency": .string(currency.rawValue)] }
    public var storedTexts: [String] { [String(minorUnits), currency.rawValue] }

    public init?(storedTexts: [String]) {
        guard storedTexts.count == 2, let units = Int64(storedTexts[0]), let currency = Currency(rawValue: storedTexts[1]) else { return nil }
        self.init(minorUnits: units, currency)
    }

    public init?(plain: String) {
        let parts = plain.split(separator: " ")
        guard parts.count == 2, let currency = Currency(rawValue: String(parts[1])) else { return nil }
        let amount = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        guard amount.count == (currency.digits == 0 ? 1 : 2), currency.digits == 0 || amount[1].utf8.count == currency.digits,
            let units = Int64(amount.joined())
        else { return nil }
        self.init(minorUnits: units, currency)
    }

    private var plainAmount: String {
        let digits = String(minorUnits.magnitude)
        let padded = String(repeating: "0", count: max(0, currency.digits + 1 - digits.count)) + digits
        let point = currency.digits == 0 ? "" : "." + padded.suffix(currency.digits)
        return "\(minorUnits < 0 ? "-" : "")\(padded.dropLast(currency.digits))\(point)"
    }
}
