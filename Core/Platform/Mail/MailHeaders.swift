import FoundationEssentials

/// The header lines of a mail that the SMTP client does not write itself.
struct MailHeaders {
    let mail: Mail
    /// Whom it is from, as in a header.
    let sender: Mailbox
    let date: Date

    /// The id is the mail's own, so that one which was sent twice, because its sender died before it could note it, is known as
    /// the same. Nobody's absence is to be told to a program (RFC 3834 §5).
    var lines: [String] {
        [
            "Date: \(date.inMail)", "From: \(sender.inHeader)", "To: <\(mail.recipient)>", "Subject: \(encoded(mail.subject))",
            "Message-ID: <\(mail.id)@\(sender.domain)>", "Content-Language: \(mail.language)", "Auto-Submitted: auto-generated",
        ]
    }
}

/// A name and an address, as in `Kontor <no-reply@kontor.example>`.
public struct Mailbox: Sendable {
    public let name: String
    public let address: EmailAddress

    public init(name: String = "", address: EmailAddress) {
        self.name = name
        self.address = address
    }

    /// - Returns: nil when the text holds no address.
    public init?(_ text: String) {
        let text = trimmed(text)
        guard text.hasSuffix(">"), let start = text.lastIndex(of: "<") else {
            guard let address = EmailAddress(text) else { return nil }
            self.init(address: address)
            return
        }
        guard let address = EmailAddress(String(text[text.index(after: start)...].dropLast())) else { return nil }
        self.init(name: trimmed(String(text[..<start]).filter { $0 != "\"" }), address: address)
    }

    var domain: String { address.text.split(separator: "@").last.map(String.init) ?? "localhost" }
    var inHeader: String { name.isEmpty ? "<\(address)>" : "\(named(name)) <\(address)>" }
}

/// A text as a header may hold it: as it is while it is plain ASCII, otherwise in encoded words (RFC 2047 §2), none of which
/// ends within a character or is longer than 75.
func encoded(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !text.contains("=?") { return text }
    var words: [[UInt8]] = [[]]
    for scalar in text.unicodeScalars where !scalar.properties.isControl {
        let bytes = Array(String(scalar).utf8)
        if words[words.count - 1].count + bytes.count > 45 { words.append([]) }
        words[words.count - 1] += bytes
    }
    return words.map { "=?UTF-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: " ")
}

/// The same for a name before an address, where some characters mean something (RFC 5322 §3.2.3).
private func named(_ text: String) -> String {
    let shown = encoded(text)
    let isAtoms = shown.utf8.allSatisfy { $0 >= 0x80 || $0 == 0x20 || !"()<>[]:;@\\,.\"".utf8.contains($0) }
    return isAtoms ? shown : "\"\(text.filter { $0 != "\"" && $0 != "\\" })\""
}

extension Unicode.Scalar.Properties {
    fileprivate var isControl: Bool { generalCategory == .control || generalCategory == .lineSeparator || generalCategory == .paragraphSeparator }
}

extension Date {
    /// RFC 5322 §3.3, in UTC.
    fileprivate var inMail: String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month, .day, .weekday, .hour, .minute, .second], from: self)
        func two(_ number: Int?) -> String { let number = number ?? 0; return number < 10 ? "0\(number)" : "\(number)" }
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let day = days[((parts.weekday ?? 1) - 1) % 7], month = months[((parts.month ?? 1) - 1) % 12]
        return "\(day), \(two(parts.day)) \(month) \(parts.year ?? 0) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
    }
}
