public import Markup

/// Asks before a whole import is taken back. Fills `templates/records/import-undo.mustache`.
public struct ImportUndoPage: Page {
    public static let template = "records/import-undo"

    public let title: String
    public let crumbs: [Crumb]
    /// What will happen, sentence by sentence.
    public let sentences: [String]
    /// Where the form posts; nil when there is nothing to take back.
    public let action: String?
    public let cancelPath: String

    public init(title: String, crumbs: [Crumb], sentences: [String], action: String?, cancelPath: String) {
        self.title = title
        self.crumbs = crumbs
        self.sentences = sentences
        self.action = action
        self.cancelPath = cancelPath
    }
}
