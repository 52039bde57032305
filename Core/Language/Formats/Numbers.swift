public import FoundationEssentials

extension Formats {
    /// `1,234,567` (en), `12,34,567` (hi).
    public func number(_ number: Int) -> String {
        write { bytes in
            symbols.numbers.write(number.magnitude, scale: 0, affixes(number < 0), to: &bytes)
        }
    }

    /// A number kept as whole units of its last decimal: `scaled(123456, digits: 2)` is `1,234.56`.
    /// - Parameters:
    ///   - digits: decimals in `units`, 0 to 18 (others are taken as the nearest of these).
    ///   - minimum: decimals shown even when they are zeros; nil shows all.
    public func scaled(_ units: Int64, digits: Int, minimum: Int? = nil) -> String {
        write { bytes in
            symbols.numbers.write(
                units.magnitude, scale: min(max(digits, 0), 18), minimum: minimum, affixes(units < 0), to: &bytes)
        }
    }

    /// A decimal number, rounded half to even to the largest number of digits and without zeros beyond the smallest.
    ///
    /// Slower (some µs) than `scaled`, because taking a `Decimal` apart is.
    public func decimal(_ number: Decimal, digits: ClosedRange<Int> = 0...3) -> String {
        guard let plain = PlainNumber(number) else { return number.description }
        return write(plain, digits, symbols.numbers.positive, symbols.numbers.negative)
    }

    /// A fraction as a percentage: 0.256 is `25.6%`. Not-a-number and infinities are an em dash.
    public func percent(_ fraction: Double, digits: ClosedRange<Int> = 0...1) -> String {
        if let units = units(of: fraction * 100, digits: digits.upperBound) {
            return write { bytes in
                symbols.numbers.write(
                    units.magnitude, scale: digits.upperBound, minimum: digits.lowerBound,
                    units < 0 ? symbols.numbers.negativePercent : symbols.numbers.positivePercent, to: &bytes)
            }
        }
        guard let plain = PlainNumber(fraction) else { return "—" }
        return write(plain.timesHundred, digits, symbols.numbers.positivePercent, symbols.numbers.negativePercent)
    }

    /// An amount in the currency's minor units: `money(123456, .eur)` is `€1,234.56` (en), `1.234,56 €` (es).
    public func money(_ minorUnits: Int64, _ currency: Currency) -> String {
        let marks = symbols.currency(currency)
        return write { bytes in
            symbols.numbers.write(
                minorUnits.magnitude, scale: currency.digits,
                minorUnits < 0 ? marks.negative : marks.positive, to: &bytes)
        }
    }

    /// A number as whole units of its last decimal, rounded.
    /// - Returns: nil where it is so near to the middle of two that its digits must decide, and where it is very large.
    private func units(of number: Double, digits: Int) -> Int64? {
        guard (0...4).contains(digits) else { return nil }
        let scaled = number * (digits == 0 ? 1 : digits == 1 ? 10 : digits == 2 ? 100 : digits == 3 ? 1_000 : 10_000)
        // Two products and the number itself are off by some 1e-16 of it each.
        guard scaled.magnitude < 1e9, (scaled - scaled.rounded(.down) - 0.5).magnitude > 1e-6 else { return nil }
        return Int64(scaled.rounded())
    }

    private func affixes(_ isNegative: Bool) -> Affixes {
        isNegative ? symbols.numbers.negative : symbols.numbers.positive
    }

    private func write(
        _ plain: PlainNumber, _ digits: ClosedRange<Int>, _ positive: Affixes, _ negative: Affixes
    ) -> String {
        let rounded = plain.rounded(toDecimals: digits)
        return write { bytes in
            symbols.numbers.write(rounded, rounded.isNegative ? negative : positive, to: &bytes)
        }
    }

    func write(_ body: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(48)
        body(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
