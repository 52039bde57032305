import FoundationEssentials
import FoundationInternationalization

/// How a language writes plain numbers and percentages, read off formatted samples.
struct NumberSymbols: Sendable {
    let group: [UInt8]
    let decimal: [UInt8]
    /// Digits in the group next to the decimal sign, and in all others: 3 and 2 in Hindi, 3 and 3 elsewhere.
    let groupSize: (primary: Int, others: Int)
    let positive: Affixes
    let negative: Affixes
    let positivePercent: Affixes
    let negativePercent: Affixes

    init(_ locale: Locale) {
        let integers = IntegerFormatStyle<Int>.number.locale(locale)
        let percents = IntegerFormatStyle<Int>.Percent.percent.locale(locale)
        (group, groupSize) = Self.grouping(of: integers.format(12_345_678_901))
        decimal = Self.decimalSign(of: Decimal.FormatStyle.number.locale(locale).format(Decimal(15) / 10))
        positive = Affixes(ofNumber: integers.format(1)) ?? Affixes()
        negative = Affixes(ofNumber: integers.format(-1)) ?? Affixes(before: Array("-".utf8))
        positivePercent = Affixes(ofNumber: percents.format(1)) ?? Affixes(after: Array("%".utf8))
        negativePercent = Affixes(ofNumber: percents.format(-1))
            ?? Affixes(before: Array("-".utf8), after: Array("%".utf8))
    }

    /// Splits `12,34,56,78,901` at its signs, from the right.
    private static func grouping(of sample: String) -> (sign: [UInt8], size: (primary: Int, others: Int)) {
        let runs = sample.utf8.split(whereSeparator: { !$0.isDigit })
        guard runs.count >= 3, let last = runs.last else { return ([], (3, 3)) }
        let inner = runs[runs.count - 2]
        return (Array(sample.utf8[inner.endIndex..<last.startIndex]), (last.count, inner.count))
    }

    private static func decimalSign(of sample: String) -> [UInt8] {
        let inner = sample.utf8.drop(while: { !$0.isDigit }).dropFirst().prefix(while: { !$0.isDigit })
        return inner.isEmpty ? Array(".".utf8) : Array(inner)
    }
}
