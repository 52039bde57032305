extension FormField {
    /// Some of a few known values: a box for each.
    public struct ChoicesInput: Sendable {
        public let options: [Choice]
        public init(_ options: [Choice]) { self.options = options }
    }
}

/// Lines of a record, each a row of inputs, and some empty rows behind them: what is empty when the form is sent is no line.
/// Fills `templates/fields/lines.mustache`.
public struct LinesInput: Sendable {
    public let rows: [Row]
    /// What the button says that offers more empty rows.
    public let moreLabel: String
    /// What the button says that empties a row, where scripts run.
    public let removeLabel: String

    /// Empty rows that a form offers at a time.
    static let blanks = 3
    /// What that button is sent as, with the field's name.
    static let more = "more_lines"

    public struct Row: Sendable {
        /// "Line 2".
        public let label: String
        public let isBlank: Bool
        public let fields: [FormField]
    }
}
