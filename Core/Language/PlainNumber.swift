import FoundationEssentials

/// A decimal number of any length as its ASCII digits, between typed or stored numbers and written ones.
struct PlainNumber: Equatable {
    /// False for zero.
    private(set) var isNegative: Bool
    /// No leading zeros, `0` when there is nothing before the decimal sign.
    private(set) var whole: [UInt8]
    private(set) var fraction: [UInt8]

    /// - Parameters: ASCII digits only; either may be empty.
    init(isNegative: Bool, whole: some Sequence<UInt8>, fraction: some Sequence<UInt8>) {
        let significant = Array(whole.drop { $0 == 0x30 })
        self.whole = significant.isEmpty ? [0x30] : significant
        self.fraction = Array(fraction)
        self.isNegative = isNegative
        if isZero { self.isNegative = false }
    }

    var isZero: Bool { whole == [0x30] && fraction.allSatisfy { $0 == 0x30 } }

    /// - Returns: nil for not-a-number.
    init?(_ number: Decimal) {
        self.init(description: number.description)
    }

    /// The shortest digits that identify the number. - Returns: nil for not-a-number and infinities.
    init?(_ number: Double) {
        self.init(description: number.description)
    }

    /// Reads Swift's own notation: `-12.5`, `1e-05`.
    private init?(description: String) {
        let parts = description.utf8.split(separator: UInt8(ascii: "e"), maxSplits: 1)
        guard let mantissa = parts.first, let last = mantissa.last, last.isDigit else { return nil }
        let exponent = parts.count == 2 ? Int(String(parts[1]) ?? "") ?? 0 : 0
        let isNegative = mantissa.first == UInt8(ascii: "-")
        let sides = mantissa.drop { !$0.isDigit }.split(separator: UInt8(ascii: "."), maxSplits: 1)
        guard let whole = sides.first else { return nil }
        let digits = Array(whole) + (sides.count == 2 ? Array(sides[1]) : [])
        self.init(isNegative: isNegative, digits: digits, point: whole.count + exponent)
    }

    /// - Parameter point: how many of the digits stand before the decimal sign; may lie outside them.
    private init(isNegative: Bool, digits: [UInt8], point: Int) {
        let zeros = [UInt8](repeating: 0x30, count: max(-point, point - digits.count, 0))
        let padded = point < 0 ? zeros + digits : digits + zeros
        let point = max(point, 0)
        self.init(isNegative: isNegative, whole: padded[..<point], fraction: padded[point...])
    }

    var timesHundred: PlainNumber {
        PlainNumber(isNegative: isNegative, digits: whole + fraction, point: whole.count + 2)
    }

    /// Rounded half to even to the upper bound, then without trailing zeros down to the lower.
    func rounded(toDecimals range: ClosedRange<Int>) -> PlainNumber {
        let most = max(range.upperBound, 0), least = max(range.lowerBound, 0)
        var digits = whole + fraction.prefix(most)
        if roundsUp(after: most, last: digits.last ?? 0x30) { Self.increment(&digits) }
        let point = digits.count - min(fraction.count, most)
        var kept = Array(digits[point...])
        while kept.count > least, kept.last == 0x30 { kept.removeLast() }
        kept += [UInt8](repeating: 0x30, count: max(0, least - kept.count))
        return PlainNumber(isNegative: isNegative, whole: digits[..<point], fraction: kept)
    }

    private func roundsUp(after decimals: Int, last: UInt8) -> Bool {
        guard fraction.count > decimals else { return false }
        let next = fraction[decimals]
        guard next == UInt8(ascii: "5") else { return next > UInt8(ascii: "5") }
        return last % 2 == 1 || fraction[(decimals + 1)...].contains { $0 != 0x30 }
    }

    private static func increment(_ digits: inout [UInt8]) {
        for place in digits.indices.reversed() {
            if digits[place] != UInt8(ascii: "9") {
                digits[place] += 1
                return
            }
            digits[place] = 0x30
        }
        digits.insert(0x31, at: 0)
    }

    /// As whole units of the `digits`-th decimal.
    /// - Returns: nil when it has more decimals than that, or does not fit.
    func units(digits: Int) -> Int64? {
        let cut = fraction.prefix(digits), rest = fraction.dropFirst(digits)
        guard rest.allSatisfy({ $0 == 0x30 }) else { return nil }
        let all = whole + cut + [UInt8](repeating: 0x30, count: digits - cut.count)
        return Int64((isNegative ? "-" : "") + String(decoding: all, as: UTF8.self))
    }

    /// - Returns: nil when `Decimal` cannot hold all its digits.
    var decimal: Decimal? {
        let digits = String(decoding: whole, as: UTF8.self) + "." + String(decoding: fraction + [0x30], as: UTF8.self)
        let significant = whole.count + fraction.count
        return significant <= 38 ? Decimal(string: (isNegative ? "-" : "") + digits) : nil
    }
}
