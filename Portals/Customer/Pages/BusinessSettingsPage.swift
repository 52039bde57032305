public import Markup
public import Platform

/// The business itself: name, language, currency, time zone, hue.
/// Fills `templates/customer/settings.mustache`.
public struct BusinessSettingsPage: Page {
    public static let template = "customer/settings"

    /// Where the form posts.
    public let action: String
    public let sections: [FormSection]
    /// The hues to choose from, sent as `hue`.
    public let hues: [Hue]
    /// What is wrong with the one that was sent.
    public let hueError: String?
    public let version: String?
    /// What the fields began with.
    public let hidden: [HiddenValue]
    public let error: String?
    /// There when somebody else saved first; the form keeps what was typed.
    public let conflict: RecordFormPage.Conflict?

    public init(
        action: String, sections: [FormSection], hues: [Hue], hueError: String? = nil, version: String? = nil, hidden: [HiddenValue] = [],
        error: String? = nil, conflict: RecordFormPage.Conflict? = nil
    ) {
        self.action = action
        self.sections = sections
        self.hues = hues
        self.hueError = hueError
        self.version = version
        self.hidden = hidden
        self.error = error
        self.conflict = conflict
    }

    /// A hue in degrees, one of those `static/css/swatch.css` draws.
    public struct Hue: Sendable {
        public let degrees: Int
        /// What people call it.
        public let label: String
        public let isSelected: Bool

        public init(_ degrees: Int, _ label: String, isSelected: Bool) {
            self.degrees = degrees
            self.label = label
            self.isSelected = isSelected
        }
    }
}
