import Platform

/// The business itself: name, language, currency, time zone, hue.
/// Fills `templates/customer/settings.mustache`.
struct BusinessSettingsPage: Page {
    static let template = "customer/settings"

    /// Where the form posts.
    let action: String
    /// What else is settled about the business, as far as this member may.
    let links: [Place]
    let sections: [FormSection]
    /// The hues to choose from, sent as `hue`.
    let hues: [Hue]
    /// What is wrong with the one that was sent.
    let hueError: String?
    let version: String?
    /// What the fields began with.
    let hidden: [HiddenValue]
    let error: String?
    /// There when somebody else saved first; the form keeps what was typed.
    let conflict: RecordFormPage.Conflict?

    struct Place: Sendable {
        let label: String
        let path: String
        let icon: String
    }

    /// A hue in degrees, one of those `static/css/swatch.css` draws.
    struct Hue: Sendable {
        let degrees: Int
        /// What people call it.
        let label: String
        let isSelected: Bool
    }
}
