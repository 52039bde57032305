import Platform

/// All businesses, or all people, of the platform: search, filter, list.
/// Fills `templates/admin/directory.mustache`.
struct DirectoryPage: Page {
    static let template = "admin/directory"

    let title: String
    /// How many, ready to read.
    let counts: String
    /// Where the search and the filters lead: the list itself.
    let path: String
    let search: Search?
    let filters: [Filter]
    /// What else the search form carries along, such as the sorting.
    var hidden: [HiddenValue] = []
    /// Where the list is shown in full again, while a search or a filter is on.
    let clearPath: String?
    /// Nil when there is no row to show; then `empty` says why.
    let table: Table?
    let pager: Pager?
    /// There when there is nothing yet; nil also when the search or the filter lets nothing through.
    let empty: Empty?

    /// What is said instead of rows.
    struct Empty: Sendable {
        let title: String
        let text: String
        /// A symbol of `static/images/icons.svg`.
        let icon: String
    }
}
