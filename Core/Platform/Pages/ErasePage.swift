public import Markup

/// Asks before personal data is erased for good. Fills `templates/records/erase.mustache`.
public struct ErasePage: Page {
    public static let template = "records/erase"

    /// The question, e.g. `Erase the personal data of Ada Lovelace?`
    public let title: String
    public let text: String
    /// What will be lost, one line each.
    public let losses: [String]
    public let crumbs: [Crumb]
    /// What is missing from the answer.
    public let error: String?
    /// Where the form posts.
    public let action: String
    public let cancelPath: String
    /// Where the same person is looked for in all records; nil for those who may not.
    public let everywherePath: String?

    public init(
        title: String, text: String, losses: [String], crumbs: [Crumb], error: String? = nil, action: String, cancelPath: String,
        everywherePath: String? = nil
    ) {
        self.title = title
        self.text = text
        self.losses = losses
        self.crumbs = crumbs
        self.error = error
        self.action = action
        self.cancelPath = cancelPath
        self.everywherePath = everywherePath
    }
}
