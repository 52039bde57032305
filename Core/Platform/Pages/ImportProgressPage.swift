public import Markup

/// A running import; the page asks again until there is a result.
/// Fills `templates/records/import-progress.mustache`.
public struct ImportProgressPage: Page {
    public static let template = "records/import-progress"

    public let title: String
    public let crumbs: [Crumb]
    /// How far it is, e.g. `31,000 of 100,000 rows`.
    public let text: String
    /// 0 to 100.
    public let percent: Int
    /// This page; without scripts a link asks again.
    public let path: String

    public init(title: String, crumbs: [Crumb], text: String, percent: Int, path: String) {
        self.title = title
        self.crumbs = crumbs
        self.text = text
        self.percent = min(max(percent, 0), 100)
        self.path = path
    }
}
