public import Markup
public import Platform

/// Signing in as a member. Fills `templates/customer/sign-in.mustache`.
public struct SignInPage: Page {
    public static let template = "customer/sign-in"

    /// Where the form posts.
    public let action: String
    public let fields: [FormField]
    /// Why it did not work, the same for an unknown address and a wrong password.
    public let error: String?
    /// The page that asked to sign in, carried along as `next`.
    public let next: String?
    public let registerPath: String

    public init(action: String, fields: [FormField], error: String? = nil, next: String? = nil, registerPath: String) {
        self.action = action
        self.fields = fields
        self.error = error
        self.next = next
        self.registerPath = registerPath
    }
}
