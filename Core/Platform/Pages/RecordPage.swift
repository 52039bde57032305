public import Markup

/// One record: what is known about it, what refers to it, what one can do with it.
/// Fills `templates/records/show.mustache`.
public struct RecordPage: Page {
    public static let template = "records/show"

    public let title: String
    /// One or two letters standing in for a portrait.
    public let initials: String?
    /// Where its picture is, which is shown instead of them.
    public let portrait: String?
    /// A badge beside the title, such as the customer's segment.
    public let badge: Badge?
    public let crumbs: [Crumb]
    /// What people filled in.
    public let groups: [FactGroup]
    /// What stands beside it: what the platform found out, when it was created and changed.
    public let asides: [FactGroup]
    public let hasAsides: Bool
    public let related: [RelatedList]
    /// What members added to it.
    public let attached: AttachedParts?
    /// What else can be done with it.
    public let actions: [ListAction]
    /// Nil when the member may not edit.
    public let editPath: String?
    /// The page that asks before deleting; nil when the member may not delete.
    public let deletePath: String?
    /// The page that asks before personal data is erased; nil where there is none, or the member may not.
    public let erasePath: String?

    public init(
        title: String, initials: String? = nil, portrait: String? = nil, badge: Badge? = nil, crumbs: [Crumb], groups: [FactGroup],
        asides: [FactGroup] = [], related: [RelatedList] = [], attached: AttachedParts? = nil, actions: [ListAction] = [], editPath: String? = nil, deletePath: String? = nil,
        erasePath: String? = nil
    ) {
        self.title = title
        self.initials = initials
        self.portrait = portrait
        self.badge = badge
        self.crumbs = crumbs
        self.groups = groups
        self.asides = asides
        hasAsides = !asides.isEmpty
        self.related = related
        self.attached = attached
        self.actions = actions
        self.editPath = editPath
        self.deletePath = deletePath
        self.erasePath = erasePath
    }
}

/// A word on a coloured ground.
public struct Badge: Sendable {
    public let text: String
    public let tone: String

    public init(_ text: String, _ tone: Tone) {
        self.text = text
        self.tone = tone.rawValue
    }
}

/// Other records that refer to this one, the first few.
public struct RelatedList: Sendable {
    public let title: String
    public let counts: String?
    /// Nil when there is none yet.
    public let table: Table?
    public let emptyText: String
    /// Where all of them are listed, when there are more.
    public let allPath: String?
    /// Creates one that refers to this record; nil when the member may not.
    public let create: ListAction?

    public init(
        _ title: String, counts: String? = nil, table: Table?, emptyText: String,
        allPath: String? = nil, create: ListAction? = nil
    ) {
        self.title = title
        self.counts = counts
        self.table = table
        self.emptyText = emptyText
        self.allPath = allPath
        self.create = create
    }
}
