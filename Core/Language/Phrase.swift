public import FoundationEssentials

/// Something to say in whatever language the reader has: a key of the catalogue and the values its text mentions.
///
/// ```swift
/// Phrase("crm.customers.count", ["count": .number(3)])
/// ```
/// A string literal is a phrase without arguments.
public struct Phrase: Sendable, Hashable, ExpressibleByStringLiteral {
    public let key: String
    public let arguments: [String: Argument]

    public init(_ key: String, _ arguments: [String: Argument] = [:]) {
        self.key = key
        self.arguments = arguments
    }

    public init(stringLiteral key: String) {
        self.init(key)
    }

    /// A value within a text. All but `text` are written the way the reader's language does.
    public indirect enum Argument: Sendable, Hashable {
        /// As it is: a name somebody gave something.
        case text(String)
        /// A whole number. As the argument `count` it also chooses the plural form.
        case number(Int)
        case decimal(Decimal)
        /// So many bytes: 1536 is 1.5 kB.
        case bytes(Int)
        /// A fraction: 0.25 is 25%.
        case percent(Double)
        /// In the currency's minor units.
        case money(Int64, Currency)
        case date(year: Int, month: Int, day: Int)
        /// A moment, to the minute.
        case moment(Date)
        /// `A, B, and C`
        case list([String])
        case phrase(Phrase)
    }
}
