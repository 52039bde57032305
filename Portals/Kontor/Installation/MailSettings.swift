import Configuration
import FoundationEssentials
import Platform

extension SMTPServer {
    /// The mail server that an operator names; nil where they name none.
    static func read(_ config: ConfigReader) throws -> SMTPServer? {
        guard let url = config.string(forKey: "kontor.smtp.url"), !url.isEmpty else { return nil }
        guard url.hasPrefix("smtp://") || url.hasPrefix("smtps://"), let host = URL(string: url)?.host, !host.isEmpty else {
            throw WrongSetting(name: "KONTOR_SMTP_URL", fix: "write smtp://host:587, or smtps://host:465")
        }
        let isPlain = config.bool(forKey: "kontor.smtp.plain", default: false)
        guard !isPlain || host == "localhost" || host == "[::1]" || host == "::1" || host.hasPrefix("127.") else {
            throw WrongSetting(name: "KONTOR_SMTP_PLAIN", fix: "only a server on this machine may do without TLS, and \(host) is another one")
        }
        let from = config.string(forKey: "kontor.mail.from") ?? ""
        guard let sender = Mailbox(from) else {
            throw WrongSetting(name: "KONTOR_MAIL_FROM", fix: "write the address mail comes from, such as Kontor <no-reply@kontor.example>")
        }
        return SMTPServer(
            url: url, user: config.string(forKey: "kontor.smtp.user"), password: config.string(forKey: "kontor.smtp.password", isSecret: true),
            sender: sender, allowsPlain: isPlain,
            certificates: config.string(forKey: "kontor.smtp.ca"))
    }
}

extension InstallationSettings {
    static func breachedPasswords(_ config: ConfigReader) throws -> BreachedPasswords? {
        guard let path = config.string(forKey: "kontor.breached.passwords"), !path.isEmpty else { return nil }
        do {
            return try BreachedPasswords(path: path)
        } catch {
            throw WrongSetting(
                name: "KONTOR_BREACHED_PASSWORDS", fix: "name a file of sorted SHA-1 digests, one a line; of \(error.path) \(error.reason)")
        }
    }

    /// Where people reach the customer portal. Mail cannot do without: what it leads to must be there for its readers.
    static func url(_ config: ConfigReader, isNeeded: Bool) throws -> String? {
        let text = config.string(forKey: "kontor.url") ?? ""
        if text.isEmpty, !isNeeded { return nil }
        guard text.hasPrefix("http://") || text.hasPrefix("https://"), let url = URL(string: text), url.host?.isEmpty == false else {
            throw WrongSetting(name: "KONTOR_URL", fix: "write where people reach the customer portal, such as https://kontor.example")
        }
        return text
    }
}

extension InstallationSettings {
    static func nameServer(_ config: ConfigReader) throws -> DNSServer? {
        guard let text = config.string(forKey: "kontor.dns"), !text.isEmpty else { return nil }
        guard let server = DNSServer(text) else {
            throw WrongSetting(name: "KONTOR_DNS", fix: "write the IPv4 address of a name server and its port, such as 192.0.2.1:53")
        }
        return server
    }
}

/// An operator's setting that cannot be meant.
struct WrongSetting: Error, CustomStringConvertible {
    let name: String
    let fix: String

    var description: String { "\(name) is not right: \(fix)." }
}
