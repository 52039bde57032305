public import Markup
public import Platform

/// All businesses, or all people, of the platform: search, filter, list.
/// Fills `templates/admin/directory.mustache`.
public struct DirectoryPage: Page {
    public static let template = "admin/directory"

    public let title: String
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
    /// Nil when there is no row to show; then `empty` says why.
    public let table: Table?
    public let pager: Pager?
    /// There when there is nothing yet; nil also when the search or the filter lets nothing through.
    public let empty: Empty?

    /// What is said instead of rows.
    public struct Empty: Sendable {
        public let title: String
        public let text: String
        /// A symbol of `static/images/icons.svg`.
        public let icon: String

        public init(_ title: String, _ text: String, icon: String) {
            self.title = title
            self.text = text
            self.icon = icon
        }
    }

    public init(
        title: String, counts: String, path: String, search: Search?, filters: [Filter] = [], hidden: [HiddenValue] = [],
        clearPath: String? = nil, table: Table?, pager: Pager? = nil, empty: Empty? = nil
    ) {
        self.title = title
        self.counts = counts
        self.path = path
        self.search = search
        self.filters = filters
        self.hidden = hidden
        self.clearPath = clearPath
        self.table = table
        self.pager = pager
        self.empty = empty
    }
}
