public import Markup

/// What happened to a record, the newest first. Fills `templates/records/history.mustache`.
public struct HistoryPage: Page {
    public static let template = "records/history"

    public let title: String
    public let crumbs: [Crumb]
    public let entries: [Entry]
    public let emptyText: String
    public let pager: Pager?

    public init(title: String, crumbs: [Crumb], entries: [Entry], emptyText: String, pager: Pager? = nil) {
        self.title = title
        self.crumbs = crumbs
        self.entries = entries
        self.emptyText = emptyText
        self.pager = pager
    }

    /// Something that happened, and who did it.
    public struct Entry: Sendable {
        public let what: String
        /// The colour of that word.
        public let tone: String
        public let who: String
        public let when: String
        /// The moment behind `when`, ISO 8601 in UTC.
        public let moment: String
        /// Where it came from, e.g. `Import`.
        public let origin: String?
        public let changes: [Change]
        /// Nil where everything can be said.
        public let note: String?

        public init(
            what: String, tone: Tone, who: String, when: String, moment: String, origin: String?, changes: [Change], note: String? = nil
        ) {
            self.what = what
            self.tone = tone.rawValue
            self.who = who
            self.when = when
            self.moment = moment
            self.origin = origin
            self.changes = changes
            self.note = note
        }
    }

    /// A field's value before and after; empty where there was none.
    public struct Change: Sendable {
        public let label: String
        public let before: String
        public let after: String
        /// Said instead of the values, where those are not kept.
        public let note: String?

        public init(label: String, before: String = "", after: String = "", note: String? = nil) {
            self.label = label
            self.before = before
            self.after = after
            self.note = note
        }
    }
}
