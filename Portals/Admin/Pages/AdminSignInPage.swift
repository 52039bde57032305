public import Markup
public import Platform

/// Signing in as an operator. Fills `templates/admin/sign-in.mustache`.
public struct AdminSignInPage: Page {
    public static let template = "admin/sign-in"

    /// Where the form posts.
    public let action: String
    public let fields: [FormField]
    public let error: String?
    /// The page that asked to sign in, carried along as `next`.
    public let next: String?

    public init(action: String, fields: [FormField], error: String? = nil, next: String? = nil) {
        self.action = action
        self.fields = fields
        self.error = error
        self.next = next
    }
}
