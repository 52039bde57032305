public import Markup
public import Platform

/// A person and their business, registered in one step.
/// Fills `templates/customer/register.mustache`.
public struct RegisterPage: Page {
    public static let template = "customer/register"

    /// Where the form posts.
    public let action: String
    public let fields: [FormField]
    public let error: String?
    public let signInPath: String

    public init(action: String, fields: [FormField], error: String? = nil, signInPath: String) {
        self.action = action
        self.fields = fields
        self.error = error
        self.signInPath = signInPath
    }
}
