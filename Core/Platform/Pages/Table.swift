/// Rows and columns; on a phone every row becomes a card.
/// Fills `templates/records/table.mustache`.
public struct Table: Sendable {
    /// What the table holds, read aloud before its rows.
    public let caption: String
    /// One for the row's title and one for each of its cells.
    public let columns: [Column]
    public let rows: [Row]
    /// When rows can be chosen to do something to several at once.
    public let selection: Selection?
    /// Whether rows end with a button of their own.
    public let hasActions: Bool

    /// - Parameter columns: one more than each row has cells, the first for the row's title.
    public init(_ caption: String, columns: [Column], rows: [Row], selection: Selection? = nil) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.selection = selection
        self.hasActions = rows.contains { $0.action != nil }
    }

    public struct Column: Sendable {
        public let label: String
        /// Where the list is sorted by this column, or the other way round if it is already.
        public let sortPath: String?
        /// `ascending` or `descending` while the list is sorted by this column.
        public let sorted: String?
        public let isNumeric: Bool

        public init(_ label: String, sortPath: String? = nil, isDescending: Bool? = nil, isNumeric: Bool = false) {
            self.label = label
            self.sortPath = sortPath
            self.sorted = isDescending.map { $0 ? "descending" : "ascending" }
            self.isNumeric = isNumeric
        }
    }

    /// Choosing several rows and doing something to them with one button.
    public struct Selection: Sendable {
        /// Where the chosen ids are posted to be deleted, each as `id`; nil when the member may not.
        public let deletePath: String?
        /// Asked before, where scripts run.
        public let question: String
        /// Opens the page that changes the chosen ones; nil when the member may not.
        public let editPath: String?
        /// What else is sent.
        public let hidden: [HiddenValue]

        public init(deletePath: String?, question: String, editPath: String? = nil, hidden: [HiddenValue] = []) {
            self.deletePath = deletePath
            self.question = question
            self.editPath = editPath
            self.hidden = hidden
        }
    }
}
