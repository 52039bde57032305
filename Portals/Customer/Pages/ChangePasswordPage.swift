import Platform

/// Changing one's own password. Fills `templates/customer/change-password.mustache`.
struct ChangePasswordPage: Page {
    static let template = "customer/change-password"

    /// Where the form posts.
    let action: String
    /// The member's address, for the browser's password store.
    let userName: String
    let fields: [FormField]
}
