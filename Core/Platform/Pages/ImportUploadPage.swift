public import Markup

/// The first step of an import: the file. Fills `templates/records/import-upload.mustache`.
public struct ImportUploadPage: Page {
    public static let template = "records/import-upload"

    /// E.g. `Import customers`.
    public let title: String
    public let crumbs: [Crumb]
    /// Where the file is posted, as `file`.
    public let action: String
    /// Why the last file was refused.
    public let error: String?
    /// The columns a file may bring, ready to read.
    public let columns: [String]

    public init(title: String, crumbs: [Crumb], action: String, error: String? = nil, columns: [String]) {
        self.title = title
        self.crumbs = crumbs
        self.action = action
        self.error = error
        self.columns = columns
    }
}
