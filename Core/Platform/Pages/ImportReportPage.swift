public import Markup

/// What an import would do (the dry run) or has done, with every wrong row.
/// Fills `templates/records/import-report.mustache`.
public struct ImportReportPage: Page {
    public static let template = "records/import-report"

    public let title: String
    public let crumbs: [Crumb]
    /// False for the dry run, true for the result.
    public let isDone: Bool
    /// What it comes to, in a sentence.
    public let text: String
    /// `success`, `warning` or `danger`.
    public let kind: String
    public let figures: [Figure]
    /// E.g. `3 rows are wrong and will be left out`; nil when there is none.
    public let wrongTitle: String?
    /// In the file's order.
    public let wrongRows: [WrongRow]
    /// Where all of them are, when there are more than the page shows.
    public let allWrong: ListAction?
    /// Starts the import; nil when it is done or no row is right.
    public let start: ListAction?
    /// Back to the mapping; nil when it is done.
    public let backPath: String?
    /// The list the rows went into.
    public let listPath: String
    /// Leads to the question whether to take the import back; nil where that cannot be.
    public let undo: ListAction?
    /// What an import that was taken back left alone, because somebody changed it since; nil when there is none.
    public let leftTitle: String?
    public let left: [ListAction]

    public init(
        title: String, crumbs: [Crumb], isDone: Bool, text: String, kind: Notice.Kind, figures: [Figure],
        wrongTitle: String? = nil, wrongRows: [WrongRow] = [], allWrong: ListAction? = nil,
        start: ListAction? = nil, backPath: String? = nil, listPath: String,
        undo: ListAction? = nil, leftTitle: String? = nil, left: [ListAction] = []
    ) {
        self.title = title
        self.crumbs = crumbs
        self.isDone = isDone
        self.text = text
        self.kind = kind.rawValue
        self.figures = figures
        self.wrongTitle = wrongTitle
        self.wrongRows = wrongRows
        self.allWrong = allWrong
        self.start = start
        self.backPath = backPath
        self.listPath = listPath
        self.undo = undo
        self.leftTitle = leftTitle
        self.left = left
    }

    /// A row the import leaves out.
    public struct WrongRow: Sendable {
        /// Where the row begins in the file, ready to read.
        public let line: String
        /// The column's heading, or the field's name; empty when the whole row is wrong.
        public let column: String
        /// What stands there, shortened.
        public let value: String
        public let reason: String

        public init(line: String, column: String, value: String, reason: String) {
            self.line = line
            self.column = column
            self.value = value
            self.reason = reason
        }
    }
}

/// A number and what it counts.
public struct Figure: Sendable {
    public let label: String
    public let value: String
    public let tone: String

    public init(_ label: String, _ value: String, _ tone: Tone = .neutral) {
        self.label = label
        self.value = value
        self.tone = tone.rawValue
    }
}
