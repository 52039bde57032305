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
    /// The last imports of these records; nil when there was none yet.
    public let earlier: History?

    public init(title: String, crumbs: [Crumb], action: String, error: String? = nil, columns: [String], earlier: History? = nil) {
        self.title = title
        self.crumbs = crumbs
        self.action = action
        self.error = error
        self.columns = columns
        self.earlier = earlier
    }

    public struct History: Sendable {
        /// The latest first.
        public let rows: [Earlier]
        public init(rows: [Earlier]) { self.rows = rows }
    }

    /// An import that was begun before.
    public struct Earlier: Sendable {
        /// Where it stands, or its report.
        public let path: String
        public let file: String
        /// In words; `moment` has it for machines.
        public let when: String
        public let moment: String
        public let who: String
        public let state: String
        public let tone: String
        /// Rows, as far as they were counted.
        public let new: String, changed: String, wrong: String

        public init(
            path: String, file: String, when: String, moment: String, who: String, state: String, tone: Tone,
            new: String, changed: String, wrong: String
        ) {
            self.path = path
            self.file = file
            self.when = when
            self.moment = moment
            self.who = who
            self.state = state
            self.tone = tone.rawValue
            self.new = new
            self.changed = changed
            self.wrong = wrong
        }
    }
}
