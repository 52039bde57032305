/// Whom a request is about, as far as a business knows it: an address, a number, or both.
public struct Subject: Sendable, Equatable, Codable {
    public let email: String?
    public let phone: String?

    /// - Returns: nil where neither is known, or nothing but a number too short to be one person's.
    public init?(email: EmailAddress?, phone: PhoneNumber?) {
        self.email = email?.text.lowercased()
        self.phone = phone.flatMap { Self.isLong($0) ? $0.text : nil }
        if self.email == nil, self.phone == nil { return nil }
    }

    /// Whether a number has the seven digits that it is found by.
    public static func isLong(_ phone: PhoneNumber) -> Bool { digits(of: phone.text).count >= leastDigits }

    private static let leastDigits = 7

    /// What people read: the address and the number, one after the other.
    public var texts: [String] { [email, phone].compactMap(\.self) }

    /// A regular expression of PostgreSQL that finds them in a text, whatever their case, and no longer address that ends or
    /// begins alike.
    var pattern: String { [email.map(Self.pattern(email:)), phone.map(Self.pattern(phone:))].compactMap(\.self).joined(separator: "|") }

    private static func pattern(email: String) -> String {
        let escaped = email.unicodeScalars.map { $0.isASCII && !$0.properties.isAlphabetic && $0.properties.numericType == nil ? "\\\($0)" : "\($0)" }.joined()
        return "(?<![[:alnum:]._%+-])\(escaped)(?![[:alnum:]_%+-]|\\.[[:alnum:]])"
    }

    /// People part the digits of a number as they like, and leave out what leads to their own country: its last nine digits count.
    private static func pattern(phone: String) -> String {
        let digits = digits(of: phone).suffix(9)
        return "(?<![0-9])[+(]?([0-9][ ()./-]{0,2}){0,6}\(digits.map(String.init).joined(separator: "[ ()./-]{0,2}"))(?![0-9])"
    }

    /// As PostgreSQL's `kontor.same_number` reads them.
    private static func digits(of phone: String) -> String {
        String(phone.unicodeScalars.filter { ("0"..."9").contains($0) }.map(Character.init).drop { $0 == "0" })
    }
}
