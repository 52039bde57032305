import FoundationEssentials
import FoundationInternationalization

/// How a language writes amounts of one currency, and which signs for it people may type.
/// A class, because pages look it up for every amount, and copying a struct of five arrays costs as much as writing.
final class CurrencySymbols: Sendable {
    let positive: Affixes
    let negative: Affixes
    /// The signs that mean this currency here, in `Typed` form: `us$`, `$`, `usd`.
    let signs: Set<String>

    init(_ currency: Currency, _ locale: Locale) {
        let style = IntegerFormatStyle<Int>.Currency(code: currency.rawValue, locale: locale)
            .precision(.fractionLength(0))
        let code = Array(currency.rawValue.utf8)
        let positive = Affixes(ofNumber: style.format(1)) ?? Affixes(before: code)
        self.positive = positive
        negative = Affixes(ofNumber: style.format(-1)) ?? Affixes(before: Array("-".utf8) + code)
        let narrow = Affixes(ofNumber: style.presentation(.narrow).format(1)) ?? Affixes()
        let written = [positive.before, positive.after, narrow.before, narrow.after, code]
        signs = Set(written.map { Typed.sign(String(decoding: $0, as: UTF8.self)) }.filter { !$0.isEmpty })
    }
}
