public import Markup
public import Platform

/// All businesses on the platform: search, filter, list.
/// Fills `templates/admin/businesses.mustache`.
public struct BusinessesPage: Page {
    public static let template = "admin/businesses"

    /// How many, ready to read.
    public let counts: String
    /// Where the search and the filters lead: the list itself.
    public let path: String
    public let search: Search?
    public let filters: [Filter]
    /// What else the search form carries along, such as the sorting.
    public let hidden: [HiddenValue]
    /// Where the list is shown in full again, while a search or a filter is on.
    public let clearPath: String?
    /// Nil when there is no row to show; then `isNoMatch` says why.
    public let table: Table?
    public let pager: Pager?
    /// The search or the filter lets nothing through; otherwise there is nothing yet.
    public let isNoMatch: Bool

    public init(
        counts: String, path: String, search: Search?, filters: [Filter] = [], hidden: [HiddenValue] = [],
        clearPath: String? = nil, table: Table?, pager: Pager? = nil, isNoMatch: Bool = false
    ) {
        self.counts = counts
        self.path = path
        self.search = search
        self.filters = filters
        self.hidden = hidden
        self.clearPath = clearPath
        self.table = table
        self.pager = pager
        self.isNoMatch = isNoMatch
    }
}
