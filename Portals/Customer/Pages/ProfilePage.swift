public import Markup
public import Platform

/// A member's own name, address and language. Fills `templates/customer/profile.mustache`.
public struct ProfilePage: Page {
    public static let template = "customer/profile"

    /// Where the form posts.
    public let action: String
    public let sections: [FormSection]

    public init(action: String, sections: [FormSection]) {
        self.action = action
        self.sections = sections
    }
}
