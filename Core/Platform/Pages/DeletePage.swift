public import Markup

/// Asks before something is deleted: a page of its own, or a dialog where scripts run.
/// Fills `templates/records/delete.mustache`.
public struct DeletePage: Page {
    public static let template = "records/delete"

    /// The question, e.g. `Delete Ada Lovelace?`
    public let title: String
    /// What goes with it and how it comes back.
    public let text: String
    public let crumbs: [Crumb]
    /// Where the form posts.
    public let action: String
    public let cancelPath: String

    public init(title: String, text: String, crumbs: [Crumb], action: String, cancelPath: String) {
        self.title = title
        self.text = text
        self.crumbs = crumbs
        self.action = action
        self.cancelPath = cancelPath
    }
}
