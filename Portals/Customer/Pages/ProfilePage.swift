import Platform

/// A member's own name, address and language. Fills `templates/customer/profile.mustache`.
struct ProfilePage: Page {
    static let template = "customer/profile"

    /// Where the form posts.
    let action: String
    let sections: [FormSection]
}
