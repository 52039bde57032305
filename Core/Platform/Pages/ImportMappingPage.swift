public import Markup

/// The second step: which column goes into which field, and how rows find the record they
/// mean. Fills `templates/records/import-mapping.mustache`.
public struct ImportMappingPage: Page {
    public static let template = "records/import-mapping"

    public let title: String
    public let crumbs: [Crumb]
    /// What was found out about the file, e.g. `google.csv: 502 rows, UTF-8, separated by commas`.
    public let fileText: String
    public let error: String?
    public let columns: [Column]
    /// The fields a row may be recognised by, sent as `key`; the empty one always adds.
    public let keys: [Choice]
    /// Where the mapping is posted and the dry run begins.
    public let action: String
    public let cancelPath: String

    public init(
        title: String, crumbs: [Crumb], fileText: String, error: String? = nil, columns: [Column],
        keys: [Choice], action: String, cancelPath: String
    ) {
        self.title = title
        self.crumbs = crumbs
        self.fileText = fileText
        self.error = error
        self.columns = columns
        self.keys = keys
        self.action = action
        self.cancelPath = cancelPath
    }

    /// One column of the file.
    public struct Column: Sendable {
        /// What the choice is sent as, e.g. `column.3`.
        public let name: String
        /// The file's own heading, or `Column 4`.
        public let header: String
        /// The first few values.
        public let samples: [String]
        /// The fields; the empty one leaves the column out.
        public let fields: [Choice]

        public init(_ name: String, header: String, samples: [String], fields: [Choice]) {
            self.name = name
            self.header = header
            self.samples = samples
            self.fields = fields
        }
    }
}
