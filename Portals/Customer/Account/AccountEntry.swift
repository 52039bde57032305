import FoundationEssentials
import Platform

/// Reads what people type about themselves and their business. Each returns nil when it is wrong,
/// and says so by field.
struct AccountEntry {
    let typed: Form
    init(_ typed: Form) { self.typed = typed }

    func name(_ field: String, _ problems: inout [String: Phrase]) -> String? {
        let text = typed.text(field)
        if text.isEmpty { return wrong(field, "platform.problems.required", &problems) }
        // A name stands in the subject and the first line of mails: whoever breaks the line writes the mail.
        let isPlain = text.unicodeScalars.allSatisfy { ![.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory) }
        guard isPlain else { return wrong(field, "platform.problems.nul", &problems) }
        guard text.unicodeScalars.count <= 200 else {
            let lengths: [String: Phrase.Argument] = ["limit": .number(200), "length": .number(text.unicodeScalars.count)]
            return wrong(field, Phrase("platform.problems.too_long", lengths), &problems)
        }
        return text
    }

    func email(_ problems: inout [String: Phrase]) -> EmailAddress? {
        let text = typed.text("email")
        if text.isEmpty { return wrong("email", "platform.problems.required", &problems) }
        return EmailAddress(text) ?? wrong("email", "platform.problems.email", &problems)
    }

    func newPassword(_ field: String, _ problems: inout [String: Phrase]) -> String? {
        let password = typed[field] ?? ""
        if password.isEmpty { return wrong(field, "platform.problems.required", &problems) }
        if password.utf8.contains(0) { return wrong(field, "platform.problems.nul", &problems) }
        if password.count < Passwords.shortest {
            return wrong(field, Phrase("platform.problems.password_short", ["least": .number(Passwords.shortest)]), &problems)
        }
        if password.utf8.count > Passwords.longest {
            return wrong(field, Phrase("platform.problems.password_long", ["most": .number(Passwords.longest)]), &problems)
        }
        return password
    }

    func currency(_ problems: inout [String: Phrase]) -> Currency? {
        Currency(rawValue: typed.text("currency")) ?? wrong("currency", "platform.problems.currency", &problems)
    }

    /// By the name that was chosen, which Foundation would change: its UTC calls itself GMT. Left out: UTC.
    func timeZone(_ problems: inout [String: Phrase]) -> String? {
        let name = typed.text("time_zone")
        if name.isEmpty { return "UTC" }
        return TimeZone(identifier: name) == nil ? wrong("time_zone", "platform.problems.time_zone", &problems) : name
    }

    private func wrong<T>(_ field: String, _ phrase: Phrase, _ problems: inout [String: Phrase]) -> T? {
        problems[field] = phrase
        return nil
    }
}
