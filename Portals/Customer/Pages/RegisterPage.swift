import Platform

/// A person and their business, registered in one step.
/// Fills `templates/customer/register.mustache`.
struct RegisterPage: Page {
    static let template = "customer/register"

    /// Where the form posts.
    let action: String
    let fields: [FormField]
    let error: String?
    let signInPath: String
}
