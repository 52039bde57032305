import Postgres

/// A domain that a business can show to be its own: a host name of two labels or more in lower-case ASCII (RFC 1123 §2.1). One beyond
/// ASCII is taken only as the Domain Name System knows it, with `xn--`, and always shown so: letters that look alike are then told apart.
public struct DomainName: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// Those at which anybody gets an address: they are no business's own.
    static let publicMail: Set<String> = [
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com", "yahoo.com", "ymail.com", "icloud.com", "me.com",
        "mac.com", "aol.com", "gmx.de", "gmx.net", "gmx.com", "web.de", "mail.com", "mail.ru", "yandex.ru", "yandex.com", "proton.me",
        "protonmail.com", "pm.me", "zoho.com", "qq.com", "163.com", "126.com", "t-online.de", "orange.fr", "free.fr", "libero.it", "fastmail.com",
        "hey.com", "tutanota.com", "tuta.com",
    ]

    /// Reads what somebody typed; a dot at the end and white space around it do not matter.
    public init(_ typed: String) throws(DomainError) {
        var typed = trimmed(typed)
        if typed.hasSuffix(".") { typed.removeLast() }
        if typed.isEmpty { throw .missing }
        guard typed.unicodeScalars.allSatisfy(\.isASCII) else {
            guard let name = Punycode.name(typed), Self.isName(name) else { throw .notAName }
            throw .notASCII(punycode: name)
        }
        let name = typed.lowercased()
        if !name.contains("."), Self.isLabel(Substring(name)) { throw .singleLabel }
        guard Self.isName(name) else { throw .notAName }
        guard !Self.publicMail.contains(name) else { throw .publicMail(name) }
        text = name
    }

    init(stored text: String) { self.text = text }

    public var description: String { text }

    private static func isName(_ name: String) -> Bool {
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let beginsWithLetter = labels.last?.utf8.first.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) } ?? false
        return labels.count >= 2 && name.utf8.count <= 253 && labels.allSatisfy(isLabel) && beginsWithLetter
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
            && label.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }
}
