import Platform

/// Signing in as an operator. Fills `templates/admin/sign-in.mustache`.
struct AdminSignInPage: Page {
    static let template = "admin/sign-in"

    /// Where the form posts.
    let action: String
    let fields: [FormField]
    let error: String?
    /// The page that asked to sign in, carried along as `next`.
    let next: String?
}
