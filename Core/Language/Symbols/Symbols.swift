import FoundationEssentials
import FoundationInternationalization
import Synchronization

/// Everything a language needs to write values, read off Foundation's own output the first time it is used
/// (about a millisecond a language). Foundation's styles cost 1 to 5 µs a value; writing with these a tenth of it.
final class Symbols: Sendable {
    let language: Language
    let locale: Locale
    let numbers: NumberSymbols
    /// `Jan 15, 2024`
    let mediumDate: DatePattern
    /// `01/15/2024`: day and month always with two digits.
    let numericDate: DatePattern
    let time: TimePattern
    let relative: RelativeSymbols
    let list: ListFormatStyle<StringStyle, [String]>
    private let currencies = Mutex<[Currency: CurrencySymbols]>([:])

    private init(_ language: Language) {
        let locale = Locale(identifier: language.localeIdentifier)
        func style(_ date: Date.FormatStyle.DateStyle?, _ time: Date.FormatStyle.TimeStyle?) -> Date.FormatStyle {
            Date.FormatStyle(date: date, time: time, locale: locale, calendar: CivilDay.calendar, timeZone: .gmt)
        }
        self.language = language
        self.locale = locale
        numbers = NumberSymbols(locale)
        mediumDate = DatePattern(style(.abbreviated, .omitted))
        numericDate = DatePattern(style(nil, nil).day(.twoDigits).month(.twoDigits).year())
        time = TimePattern(
            date: style(.abbreviated, .omitted), time: style(.omitted, .shortened),
            both: style(.abbreviated, .shortened))
        relative = RelativeSymbols(language, locale)
        list = .list(type: .and, width: .standard).locale(locale)
    }

    func currency(_ currency: Currency) -> CurrencySymbols {
        if let known = currencies.withLock({ $0[currency] }) { return known }
        // Read outside the lock: two tasks may both do it once, none waits for the other.
        let read = CurrencySymbols(currency, locale)
        currencies.withLock { $0[currency] = read }
        return read
    }
}

extension Symbols {
    static func of(_ language: Language) -> Symbols {
        switch language {
        case .en: english
        case .es: spanish
        case .fr: french
        case .de: german
        case .hi: hindi
        case .ja: japanese
        case .zh: chinese
        case .ar: arabic
        }
    }

    // Eight lazy globals rather than one table, so that only languages in use are read.
    private static let english = Symbols(.en)
    private static let spanish = Symbols(.es)
    private static let french = Symbols(.fr)
    private static let german = Symbols(.de)
    private static let hindi = Symbols(.hi)
    private static let japanese = Symbols(.ja)
    private static let chinese = Symbols(.zh)
    private static let arabic = Symbols(.ar)
}
