public import FoundationEssentials
public import Postgres

/// The identity of one thing, typed so that a company's id does not fit where a customer's belongs.
///
/// Its value is a UUID of version 7 (RFC 9562 §5.7): 48 bits of Unix time in milliseconds,
/// then random bits, so that new rows land at the end of an index and sort by their age.
public struct ID<Thing>: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let uuid: UUID

    /// A new identity, made now.
    public init() {
        var generator = SystemRandomNumberGenerator()
        self.init(at: Date(), using: &generator)
    }

    public init(_ uuid: UUID) { self.uuid = uuid }

    /// - Returns: nil when the text is not a UUID.
    public init?(_ text: String) {
        guard let uuid = UUID(text: text) else { return nil }
        self.uuid = uuid
    }

    /// The same with the clock and the randomness given, for tests and for demo data of another day.
    public init(at date: Date, using generator: inout some RandomNumberGenerator) {
        let time = UInt64(max(0, date.timeIntervalSince1970 * 1000)) & 0xFFFF_FFFF_FFFF
        let high = time << 16 | 0x7000 | UInt64.random(in: 0...0x0FFF, using: &generator)
        let low = 0x8000_0000_0000_0000 | UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF, using: &generator)
        self.uuid = UUID(high: high, low: low)
    }

    /// Lower-case, as in URLs.
    public var description: String { uuid.text }

    public static func < (one: Self, other: Self) -> Bool { one.uuid < other.uuid }
}

extension ID: PostgresCodable {
    public static var postgresType: PostgresType { UUID.postgresType }

    public func encode(into bytes: inout [UInt8]) { uuid.encode(into: &bytes) }

    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self.init(try UUID(postgres: bytes, type: type))
    }
}

extension UUID {
    /// As RFC 9562 §4 writes it, in lower case; without Foundation's detour, because a page holds hundreds of them.
    var text: String {
        let digits: StaticString = "0123456789abcdef"
        return withUnsafeBytes(of: uuid) { bytes in
            String(unsafeUninitializedCapacity: 36) { text in
                var place = 0
                for (index, byte) in bytes.enumerated() {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        text[place] = UInt8(ascii: "-")
                        place += 1
                    }
                    text[place] = digits.utf8Start[Int(byte >> 4)]
                    text[place + 1] = digits.utf8Start[Int(byte & 15)]
                    place += 2
                }
                return place
            }
        }
    }

    /// Reads it as RFC 9562 §4 writes it, in either case, and from nothing else: Foundation's own reading also takes signs and
    /// blanks for digits, which PostgreSQL does not.
    public init?(text: String) {
        guard text.utf8.count == 36 else { return nil }
        var words: (high: UInt64, low: UInt64) = (0, 0), digits = 0
        for (place, byte) in text.utf8.enumerated() {
            if place == 8 || place == 13 || place == 18 || place == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard byte < 0x80, let digit = Character(UnicodeScalar(byte)).hexDigitValue else { return nil }
                if digits < 16 { words.high = words.high << 4 | UInt64(digit) } else { words.low = words.low << 4 | UInt64(digit) }
                digits += 1
            }
        }
        self.init(high: words.high, low: words.low)
    }

    fileprivate init(high: UInt64, low: UInt64) {
        func byte(_ word: UInt64, _ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: word >> (56 - 8 * index)) }
        self.init(uuid: (
            byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3),
            byte(high, 4), byte(high, 5), byte(high, 6), byte(high, 7),
            byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3),
            byte(low, 4), byte(low, 5), byte(low, 6), byte(low, 7)
        ))
    }
}
