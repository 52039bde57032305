extension Table {
    public struct Row: Sendable {
        public let id: String
        /// The first column: what the row is called.
        public let title: String
        /// Where the row leads.
        public let link: Link?
        /// One or two letters standing in for a portrait.
        public let initials: String?
        public let cells: [Cell]
        public let action: Action?

        public init(
            id: String, title: String, link: Link? = nil, initials: String? = nil,
            cells: [Cell], action: Action? = nil
        ) {
            self.id = id
            self.title = title
            self.link = link
            self.initials = initials
            self.cells = cells
            self.action = action
        }
    }

    /// A button at the end of a row.
    public struct Action: Sendable {
        public let label: String
        /// Where it posts, or leads.
        public let path: String
        /// Asked before, where scripts run.
        public let question: String?
        /// Whether it leads to a page, which asks by itself, instead of posting.
        public let isLink: Bool

        public init(_ label: String, path: String, question: String? = nil) {
            self.label = label
            self.path = path
            self.question = question
            isLink = false
        }

        public init(_ label: String, leadingTo path: String) {
            self.label = label
            self.path = path
            question = nil
            isLink = true
        }
    }

    /// One value of a row.
    public struct Cell: Sendable {
        /// CSS class of the cell: `text`, `number`, `muted`, `date`, `reason`, `badge-cell` or `empty-cell`.
        public let kind: String
        /// Its column's label, shown beside the value on a phone.
        public let label: String
        public let text: String
        public let link: Link?
        /// The badge's colour, when it is one.
        public let tone: String?
        /// The moment behind a relative time, ISO 8601, when it is one.
        public let moment: String?
        /// Where the picture is, when it is one.
        public let image: String?

        public enum Style: String, Sendable { case text, number, muted, date, reason }

        public init(_ text: String, label: String, style: Style = .text, link: Link? = nil) {
            self.init(kind: text.isEmpty ? "empty-cell" : style.rawValue, label: label, text: text, link: link)
        }

        /// A word on a coloured ground.
        public static func badge(_ text: String, _ tone: Tone, label: String) -> Cell {
            Cell(kind: "badge-cell", label: label, text: text, tone: tone.rawValue)
        }

        /// A time such as "3 minutes ago", kept fresh where scripts run.
        /// - Parameter moment: the time itself, ISO 8601 in UTC.
        public static func moment(_ text: String, _ moment: String, label: String) -> Cell {
            Cell(kind: "date", label: label, text: text, moment: moment)
        }

        /// A picture, or the name of any other file.
        static func file(_ facts: FileFacts, label: String) -> Cell {
            Cell(kind: "text", label: label, text: facts.name, link: Link(facts.path), image: facts.isImage ? facts.path : nil)
        }

        private init(
            kind: String, label: String, text: String, link: Link? = nil,
            tone: String? = nil, moment: String? = nil, image: String? = nil
        ) {
            self.kind = kind
            self.label = label
            self.text = text
            self.link = link
            self.tone = tone
            self.moment = moment
            self.image = image
        }
    }
}

/// What a colour says: a stage reached, a warning, a loss.
public enum Tone: String, Sendable, CaseIterable { case neutral, brand, info, positive, warning, negative }
