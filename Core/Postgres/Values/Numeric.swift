public import FoundationEssentials

/// A `numeric` of at most 38 significant digits. NaN and the infinities neither bind nor decode.
extension Decimal: PostgresCodable {
    public static var postgresType: PostgresType { .numeric }

    public func encode(into bytes: inout [UInt8]) throws {
        guard isFinite else { throw PostgresMismatch() }
        NumericDigits(decimal: description.utf8).encode(into: &bytes)
    }

    /// Integer columns decode too.
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        switch type {
        case .numeric: self = try NumericDigits(postgres: bytes).decimal()
        default: self = Decimal(try Int64(postgres: bytes, type: type))
        }
    }
}

/// A number as PostgreSQL's `numeric` holds it (numeric.c, numeric_send): digits to base 10,000, the first of which
/// counts 10,000 to the power of `weight`.
private struct NumericDigits {
    var digits: [Int16]
    var weight: Int
    var isNegative: Bool
    /// Decimal digits shown after the point.
    var scale: Int

    private static let negative: UInt16 = 0x4000

    init(postgres bytes: UnsafeRawBufferPointer) throws {
        let count = Int(try bytes.integer(as: Int16.self))
        weight = Int(try bytes.integer(at: 2, as: Int16.self))
        let sign: UInt16 = try bytes.integer(at: 4)
        scale = Int(try bytes.integer(at: 6, as: Int16.self))
        // 0xC000 is NaN, 0xD000 and 0xF000 are the infinities.
        guard sign == 0 || sign == Self.negative, count >= 0 else { throw PostgresMismatch() }
        isNegative = sign == Self.negative
        digits = try (0..<count).map { try bytes.integer(at: 8 + 2 * $0) }
    }

    /// - Parameter decimal: like `-12.50`: sign, digits, and perhaps a point with digits behind it.
    init(decimal: some BidirectionalCollection<UInt8>) {
        isNegative = decimal.first == UInt8(ascii: "-")
        let unsigned = decimal.drop { $0 == UInt8(ascii: "-") }
        var whole = Array(unsigned.prefix { $0 != UInt8(ascii: ".") })
        var fraction = Array(unsigned.dropFirst(whole.count + 1))
        scale = fraction.count
        whole.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: (4 - whole.count % 4) % 4), at: 0)
        fraction += repeatElement(UInt8(ascii: "0"), count: (4 - fraction.count % 4) % 4)
        weight = whole.count / 4 - 1
        let all = whole + fraction
        digits = stride(from: 0, to: all.count, by: 4).map { start in
            all[start..<start + 4].reduce(0) { $0 * 10 + Int16($1 - UInt8(ascii: "0")) }
        }
        trim()
    }

    /// The server wants neither leading nor trailing zero digits.
    private mutating func trim() {
        let leading = digits.prefix { $0 == 0 }.count
        digits.removeFirst(leading)
        weight = digits.isEmpty ? 0 : weight - leading
        while digits.last == 0 { digits.removeLast() }
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int16(digits.count))
        bytes.append(bigEndian: Int16(weight))
        bytes.append(bigEndian: isNegative && !digits.isEmpty ? Self.negative : 0)
        bytes.append(bigEndian: Int16(scale))
        for digit in digits { bytes.append(bigEndian: digit) }
    }

    /// - Throws: `PostgresMismatch` where `Decimal`, whose significand has 128 bits, would have to round.
    func decimal() throws -> Decimal {
        guard var last = digits.last.map(UInt128.init(truncatingIfNeeded:)) else { return 0 }
        var exponent = 4 * (weight - digits.count + 1)
        var shift: UInt128 = 10_000
        while last != 0, last.isMultiple(of: 10) {
            (last, shift, exponent) = (last / 10, shift / 10, exponent + 1)
        }
        var significand: UInt128 = 0
        for digit in digits.dropLast() { significand = try significand.times(10_000, plus: UInt128(digit)) }
        significand = try significand.times(shift, plus: last)
        guard (-128...127).contains(exponent) else { throw PostgresMismatch() }
        let sign: FloatingPointSign = isNegative ? .minus : .plus
        return Decimal(sign: sign, exponent: exponent, significand: Decimal(exactly: significand))
    }
}

extension UInt128 {
    fileprivate func times(_ factor: UInt128, plus rest: UInt128) throws -> UInt128 {
        let (product, tooLarge) = multipliedReportingOverflow(by: factor)
        let (sum, stillTooLarge) = product.addingReportingOverflow(rest)
        guard !tooLarge, !stillTooLarge else { throw PostgresMismatch() }
        return sum
    }
}

extension Decimal {
    fileprivate init(exactly significand: UInt128) {
        let low = Decimal(UInt64(truncatingIfNeeded: significand)), high = UInt64(significand >> 64)
        // 2⁶⁴ is one more than the largest UInt64.
        self = high == 0 ? low : Decimal(high) * (Decimal(UInt64.max) + 1) + low
    }
}
