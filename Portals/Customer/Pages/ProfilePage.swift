public import Markup
public import Platform

/// A member's own name, address and language. Fills `templates/customer/profile.mustache`.
public struct ProfilePage: Page {
    public static let template = "customer/profile"

    /// Where the form posts.
    public let action: String
    public let sections: [FormSection]
    public let version: String?
    public let error: String?

    public init(action: String, sections: [FormSection], version: String? = nil, error: String? = nil) {
        self.action = action
        self.sections = sections
        self.version = version
        self.error = error
    }
}
