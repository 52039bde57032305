public import Markup

/// Records as cards, in a column for each value of a choice. Fills `templates/records/board.mustache`.
public struct RecordBoardPage: Page {
    public static let template = "records/board"

    public let title: String
    public let tabs: [Tab]
    /// Where the search and the filters lead: the board itself.
    public let path: String
    /// The saved views and the columns to choose from.
    public let tools: ListTools?
    public let search: Search?
    public let filters: [Filter]
    public let hidden: [HiddenValue]
    /// Where the board is shown in full again, while a search or a filter is on.
    public let clearPath: String?
    /// None when there is no card at all; then `isNoMatch` says why.
    public let columns: [Column]
    /// Whether this member may move cards.
    public let mayMove: Bool
    /// The search or the filters let nothing through; otherwise there is nothing yet.
    public let isNoMatch: Bool
    public let icon: String
    public let emptyTitle: String
    public let emptyText: String
    /// Nil when the member may not create.
    public let create: ListAction?
    /// Nil when the member may not import.
    public let importPath: String?

    public struct Column: Sendable {
        /// The value that its cards have.
        public let value: String
        public let label: String
        /// How many there are, ready to read: `12` or `1,000+`.
        public let count: String
        /// A `Tone`.
        public let tone: String
        public let cards: [Card]
        /// Where all of them are listed, when there are more than the cards.
        public let allPath: String?
    }

    public struct Card: Sendable {
        public let id: String
        public let title: String
        public let link: Link
        /// A few of its facts.
        public let facts: [Table.Cell]
        /// How it is moved; nil when the member may not.
        public let move: Move?
    }

    /// A form that moves a card: posts `from`, `to` and `back`.
    public struct Move: Sendable {
        public let path: String
        /// The value it has now.
        public let from: String
        /// Those it may be given.
        public let options: [Choice]
        /// What the board is narrowed to, to show the same again.
        public let back: String
    }
}
