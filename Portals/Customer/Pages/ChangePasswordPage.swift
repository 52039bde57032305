public import Markup
public import Platform

/// Changing one's own password. Fills `templates/customer/change-password.mustache`.
public struct ChangePasswordPage: Page {
    public static let template = "customer/change-password"

    /// Where the form posts.
    public let action: String
    /// The member's address, for the browser's password store.
    public let userName: String
    public let fields: [FormField]

    public init(action: String, userName: String, fields: [FormField]) {
        self.action = action
        self.userName = userName
        self.fields = fields
    }
}
