import Platform

/// The mails of the platform. Fills `templates/admin/mail.mustache`.
struct MailPage: Page {
    static let template = "admin/mail"

    /// nil while there is none.
    let table: Table?
    /// Whether they wait because there is no mail server.
    let isUnsent: Bool
}
