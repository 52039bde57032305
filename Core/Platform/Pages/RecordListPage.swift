public import Markup

/// The list of a record: search, filters, rows, and the way to everything one can do with them.
/// Fills `templates/records/list.mustache`.
public struct RecordListPage: Page {
    public static let template = "records/list"

    public let title: String
    /// How many there are, ready to read: `502 customers` or `10,000+`.
    public let counts: String?
    /// Where the search and the filters lead: the list itself.
    public let path: String
    /// The ways to look at these records; none where this is the only one.
    public let tabs: [Tab]
    /// The saved views and the columns to choose from.
    public let tools: ListTools?
    public let search: Search?
    public let filters: [Filter]
    /// What else the search form carries along, such as the sorting.
    public let hidden: [HiddenValue]
    /// Where the list is shown in full again, while a search or a filter is on.
    public let clearPath: String?
    /// Nil when there is no row to show; then `isNoMatch` says why.
    public let table: Table?
    public let pager: Pager?
    /// The search or the filters let nothing through; otherwise there is nothing yet.
    public let isNoMatch: Bool
    public let icon: String
    /// What stands in place of the rows while there is none, e.g. `No customers yet`.
    public let emptyTitle: String
    public let emptyText: String
    /// Nil when the member may not create.
    public let create: ListAction?
    /// Nil when the member may not import.
    public let importPath: String?
    /// The files the list can be had as, as it is narrowed; none when the member may not export.
    public let exports: [ExportChoice]
    public let hasExports: Bool

    public init(
        title: String, counts: String? = nil, path: String, tabs: [Tab] = [], tools: ListTools? = nil, search: Search? = nil, filters: [Filter] = [],
        hidden: [HiddenValue] = [], clearPath: String? = nil, table: Table?, pager: Pager? = nil,
        isNoMatch: Bool = false, icon: String = "folder", emptyTitle: String, emptyText: String,
        create: ListAction? = nil, importPath: String? = nil, exports: [ExportChoice] = []
    ) {
        self.title = title
        self.counts = counts
        self.path = path
        self.tabs = tabs
        self.tools = tools
        self.search = search
        self.filters = filters
        self.hidden = hidden
        self.clearPath = clearPath
        self.table = table
        self.pager = pager
        self.isNoMatch = isNoMatch
        self.icon = icon
        self.emptyTitle = emptyTitle
        self.emptyText = emptyText
        self.create = create
        self.importPath = importPath
        self.exports = exports
        hasExports = !exports.isEmpty
    }
}
