import Foundation
import Testing

@testable import Platform

@Suite("The headers of a mail")
struct MailOnTheWire {
    private func lines(_ subject: String = "Hello", from sender: String = "Kontor <no-reply@kontor.example>") throws -> [String] {
        let mail = try Post.mail(to: "ada@example.com", subject: subject)
        return MailHeaders(mail: mail, sender: try #require(Mailbox(sender)), date: Date(timeIntervalSince1970: 1_767_225_600)).lines
    }

    @Test("name whom it is from and to, the day in English, and an id that is the same at every try")
    func names() throws {
        let lines = try self.lines()
        #expect(lines.contains("Date: Thu, 01 Jan 2026 00:00:00 +0000"))
        #expect(lines.contains("From: Kontor <no-reply@kontor.example>") && lines.contains("To: <ada@example.com>"))
        let mail = try Post.mail(to: "ada@example.com")
        let sender = try #require(Mailbox("a@b.example"))
        let ids = (0..<2).map { MailHeaders(mail: mail, sender: sender, date: Date() + Double($0)).lines.first { $0.hasPrefix("Message-ID: ") } }
        #expect(ids == Array(repeating: "Message-ID: <\(mail.id)@b.example>", count: 2))
    }

    @Test("hold a subject in any letters, in words none of which is too long or ends within a letter", arguments: [
        "Hello, Ada: 3 < 4", "Elige otra contraseña", "اختر كلمة مرور أخرى لحسابك في المنصة الجديدة ثم سجّل الدخول بها", String(repeating: "👩‍🚀", count: 30),
        "=?UTF-8?B?SGVsbG8=?=",
    ])
    func subjects(subject: String) throws {
        let lines = try self.lines(subject)
        let line = try #require(lines.first { $0.hasPrefix("Subject: ") }?.dropFirst(9))
        #expect(line.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        guard String(line) != subject else { return }
        let words = line.split(separator: " ")
        let decoded = try words.map { word in
            #expect(word.count <= 75 && word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?="))
            let bytes = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            return try #require(String(data: bytes, encoding: .utf8), "a letter was cut")
        }
        #expect(decoded.joined() == subject)
    }

    @Test("cannot be added to by what somebody typed")
    func injection() throws {
        for subject in ["Hello\r\nBcc: eve@evil.example", "Hello\nBcc: eve@evil.example", "Hello\u{2028}Bcc: x", "Hello\u{0}"] {
            let lines = try self.lines(subject)
            #expect(!lines.joined().unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 } && !lines.contains { $0.hasPrefix("Bcc: ") })
        }
        let lines = try self.lines(from: "Eve, \"the\" <boss> Co <no-reply@kontor.example>")
        #expect(lines.contains("From: \"Eve, the <boss> Co\" <no-reply@kontor.example>"))
    }

    @Test("come from an address that is one", arguments: ["", "Kontor", "Kontor <>", "Kontor <no-reply>", "<a@b.example"])
    func wrongSenders(text: String) { #expect(Mailbox(text) == nil) }
}
