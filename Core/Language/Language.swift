/// A language Kontor can speak. The raw value is its ISO 639-1 code, as in `lang="…"` and file names.
public enum Language: String, CaseIterable, Sendable, Codable {
    case en, es, fr, de, hi, ja, zh, ar

    /// The languages every shipped text exists in today; a catalogue that lacks one of their texts is refused.
    /// The others fall back to English text by text, with their own formats.
    public static let complete: [Language] = [.en, .es, .ar]

    /// What its speakers call it, for the language picker.
    public var endonym: String {
        switch self {
        case .en: "English"
        case .es: "Español"
        case .fr: "Français"
        case .de: "Deutsch"
        case .hi: "हिन्दी"
        case .ja: "日本語"
        case .zh: "中文"
        case .ar: "العربية"
        }
    }

    public var isRightToLeft: Bool { self == .ar }

    /// The value of HTML's `dir` attribute: `ltr` or `rtl`.
    public var direction: String { isRightToLeft ? "rtl" : "ltr" }

    /// Its place in `allCases`, for tables with one entry per language.
    public var index: Int {
        switch self {
        case .en: 0
        case .es: 1
        case .fr: 2
        case .de: 3
        case .hi: 4
        case .ja: 5
        case .zh: 6
        case .ar: 7
        }
    }

    /// The locale whose habits it follows. Arabic follows the Emirates, which write Latin digits.
    var localeIdentifier: String {
        switch self {
        case .en: "en_US"
        case .es: "es_ES"
        case .fr: "fr_FR"
        case .de: "de_DE"
        case .hi: "hi_IN"
        case .ja: "ja_JP"
        case .zh: "zh_CN"
        case .ar: "ar_AE"
        }
    }
}
