public import Markup

/// The form that creates or edits a record. Fills `templates/records/form.mustache`.
public struct RecordFormPage: Page {
    public static let template = "records/form"

    public let title: String
    /// What it is about, where the title does not say all.
    public let text: String?
    public let crumbs: [Crumb]
    /// Where the form posts.
    public let action: String
    public let cancelPath: String
    /// What the button says, e.g. `Create customer`.
    public let submitLabel: String
    /// Whether it cannot be taken back.
    public let isDangerous: Bool
    public let sections: [FormSection]
    /// Whether files are among the answers.
    public let hasFiles: Bool
    /// What a new record is to be known by, sent as `id`, so that a form sent twice makes one record; nil when it has one.
    public let id: String?
    /// The version being edited, sent as `version`; nil for a new record.
    public let version: String?
    /// What else the form carries along unseen, such as what its fields began with.
    public let hidden: [HiddenValue]
    /// What is wrong as a whole, e.g. `2 fields need another look`.
    public let error: String?
    public let conflict: Conflict?

    public init(
        title: String, text: String? = nil, crumbs: [Crumb], action: String, cancelPath: String, submitLabel: String,
        isDangerous: Bool = false, sections: [FormSection], id: String? = nil, version: String? = nil, hidden: [HiddenValue] = [], error: String? = nil,
        conflict: Conflict? = nil
    ) {
        self.title = title
        self.text = text
        self.isDangerous = isDangerous
        self.crumbs = crumbs
        self.action = action
        self.cancelPath = cancelPath
        self.submitLabel = submitLabel
        self.sections = sections
        hasFiles = sections.contains { $0.fields.contains { $0.file != nil } }
        self.id = id
        self.version = version
        self.hidden = hidden
        self.error = error
        self.conflict = conflict
    }

    /// Somebody else saved first: both versions, side by side. The form below keeps what this
    /// member typed and carries the newer version's number.
    public struct Conflict: Sendable {
        /// Who saved when, e.g. `Ada saved this customer 2 minutes ago.`
        public let text: String
        /// Only the fields that both changed, and not to the same.
        public let fields: [Difference]
        /// The edit page anew: takes theirs and drops mine.
        public let reloadPath: String

        public init(text: String, fields: [Difference], reloadPath: String) {
            self.text = text
            self.fields = fields
            self.reloadPath = reloadPath
        }
    }

    /// One field of two versions. The choice is sent as `keep.<name>`: `mine` (what the form
    /// below says) or `theirs`.
    public struct Difference: Sendable {
        public let name: String
        public let label: String
        public let mine: String
        public let theirs: String

        /// - Parameters: `mine` and `theirs` as people read them, `–` for nothing.
        public init(_ name: String, label: String, mine: String, theirs: String) {
            self.name = name
            self.label = label
            self.mine = mine
            self.theirs = theirs
        }
    }
}
