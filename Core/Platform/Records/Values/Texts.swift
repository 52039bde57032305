public import Postgres

extension String: FieldValue {
    public static var kind: FieldKind { .text }
    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> String { text }
    public func shown(_ reading: Reading) -> String { self }
    public var plain: String { self }
    public init?(plain: String) { self = plain }
}

/// An address mail can be sent to, as HTML's `<input type=email>` understands it.
public struct EmailAddress: CheckedText, FieldValue, PostgresCodable, Hashable, CustomStringConvertible {
    public let text: String

    /// - Returns: nil when the text is not one address.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, !parts[0].isEmpty, parts[0].utf8.count <= 64,
            parts[0].unicodeScalars.allSatisfy(Self.isLocal), isDomain(parts[1])
        else { return nil }
        self.text = text
    }

    public static var kind: FieldKind { .email }
    static var problem: Phrase { "platform.problems.email" }
    init(stored text: String) { self.text = text }
    public var description: String { text }

    /// The characters of RFC 5322 §3.2.3 `atext` and dots, and beyond ASCII those of RFC 6531 that can be seen:
    /// one that cannot, or that turns the text around, would make an address look like another.
    private static func isLocal(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value >= 0x80 { return isVisible(scalar) }
        return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "!#$%&'*+-/=?^_`{|}~.".unicodeScalars.contains(scalar)
    }
}

/// Labels of 1 to 63 bytes, at least two of them (RFC 1035 §2.3.4, written out as IDNA shows them).
private func isDomain(_ text: Substring) -> Bool {
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    return labels.count >= 2 && labels.allSatisfy { label in
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-" && label.unicodeScalars.allSatisfy(mayNameHost)
    }
}

private func mayNameHost(_ scalar: Unicode.Scalar) -> Bool {
    let properties = scalar.properties
    return scalar == "-" || properties.isAlphabetic || properties.numericType != nil
        || properties.canonicalCombiningClass != .notReordered || properties.generalCategory == .spacingMark
}

/// Whether a reader sees something there, and sees it where it is.
private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
}

/// A number one can call, of 3 to 20 digits: kept as it was written, for people read what they wrote.
public struct PhoneNumber: CheckedText, FieldValue, PostgresCodable, Hashable {
    public let text: String

    public init?(_ text: String) {
        let digits = text.unicodeScalars.count { $0.properties.numericType == .decimal }
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.properties.numericType == .decimal || $0.properties.isAlphabetic || $0.properties.isWhitespace
                || "+-()./#*,;:\u{200E}\u{200F}\u{2010}\u{2011}".unicodeScalars.contains($0)
        }
        guard (3...20).contains(digits), isPlain, text.unicodeScalars.count <= 50 else { return nil }
        self.text = text
    }

    public static var kind: FieldKind { .phone }
    static var problem: Phrase { "platform.problems.phone" }
    init(stored text: String) { self.text = text }
}

/// A page on the web. People leave out `https://`, so it is added; no other scheme is let in,
/// because the address is shown as a link.
public struct WebAddress: CheckedText, FieldValue, PostgresCodable, Hashable {
    public let text: String

    /// - Returns: nil when the text names no host by its domain, or carries a user, a bad port or what a URL must escape.
    public init?(_ text: String) {
        let full = Self.hasScheme(text) ? text : "https://" + text
        let lower = full.lowercased()
        guard lower.hasPrefix("https://") || lower.hasPrefix("http://"),
            full.unicodeScalars.allSatisfy({ isVisible($0) && !"\"<>\\".unicodeScalars.contains($0) })
        else { return nil }
        let authority = full.drop { $0 != ":" }.dropFirst(3).prefix { !"/?#".contains($0) }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, isDomain(host), parts.count == 1 || parts.count == 2 && UInt16(parts[1]) != nil
        else { return nil }
        self.text = full
    }

    /// Whether `://` comes before anything that may quote another address.
    private static func hasScheme(_ text: String) -> Bool {
        text.prefix { !"/?#".contains($0) }.hasSuffix(":") && text.contains("://")
    }

    public static var kind: FieldKind { .web }
    static var problem: Phrase { "platform.problems.web" }
    init(stored text: String) { self.text = text }
}
