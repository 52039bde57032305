/// An API key as its owner holds it: `kontor_` and 43 characters of base64url, 256 random bits. The beginning is
/// always the same, so that programs that look for leaked secrets can find it.
///
/// Never shown, logged or stored but once, to who made it.
public struct APIKeySecret: Sendable {
    public let text: String
    /// What every key begins with.
    public static let mark = "kontor_"

    /// A new one.
    public init() { text = Self.mark + Secret().text }

    /// - Returns: nil when the text cannot be a key.
    public init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Self.mark), text.utf8.count == Self.mark.utf8.count + 43,
            text.utf8.dropFirst(Self.mark.utf8.count).allSatisfy(isBase64URL)
        else { return nil }
        self.text = String(text)
    }

    /// What is stored instead: its SHA-256, mark and all, so that no cookie's digest is ever the same.
    public var digest: [UInt8] { sha256(Array(text.utf8)) }

    /// How people tell keys apart: the mark and 8 of the 43 characters.
    public var prefix: String { String(text.prefix(Self.mark.count + 8)) }
}

extension APIKeySecret: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { prefix + "…" }
    public var debugDescription: String { description }
}

private func isBase64URL(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
}
