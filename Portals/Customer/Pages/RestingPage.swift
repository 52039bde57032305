import Platform

/// What is shown instead of a module's page that failed again and again. Fills `templates/customer/resting.mustache`.
struct RestingPage: Page {
    static let template = "customer/resting"

    let title: String
    /// When it is tried again by itself.
    let again: String
    /// Where to go instead.
    let homePath: String
}
