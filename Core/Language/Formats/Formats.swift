public import FoundationEssentials

/// How a member reads numbers, money, dates and times: a language in a time zone.
///
/// Cheap to copy. Everything but lists and names is written by our own code with symbols derived from
/// Unicode's locale data, in a few tenths of a microsecond; the results are Foundation's own except that
///
/// - Spanish also groups four digits (`1.234,56 €`),
/// - numeric dates always have two digits for day and month (`01/15/2024`, `15.01.2024`),
/// - a value that rounds to zero has no minus sign,
/// - currencies show ISO 4217's decimals, also where locale data would drop them.
///
/// Texts may hold no-break spaces (U+00A0, U+202F) and, in Arabic, direction marks (U+200E, U+200F).
public struct Formats: Sendable {
    public let language: Language
    public let timeZone: TimeZone
    let symbols: Symbols
    let offsets: ZoneOffsets

    public init(_ language: Language, timeZone: TimeZone) {
        self.language = language
        self.timeZone = timeZone
        symbols = Symbols.of(language)
        offsets = ZoneOffsets(timeZone)
    }

    /// `A, B, and C` as the language joins a list; Arabic isolates each item, so that Latin names keep their order.
    public func list(_ items: [String]) -> String {
        symbols.list.format(items)
    }

    /// A currency's name: `Euro`, `euro`, `يورو`.
    public func name(of currency: Currency) -> String {
        symbols.locale.localizedString(forCurrencyCode: currency.rawValue) ?? currency.rawValue
    }
}
