import Platform

/// A step on the way in, or to another password. Fills `templates/customer/reset.mustache`.
struct ResetPage: Page {
    static let template = "customer/reset"

    let title: String
    let text: String
    /// Where the form posts.
    let action: String
    let submit: String
    /// What the link in the mail holds, carried along.
    let link: String?
    let fields: [FormField]
    /// Why it did not work.
    let error: String?
    let signInPath = "/sign-in"
}
