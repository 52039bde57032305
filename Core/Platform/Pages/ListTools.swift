/// What stands beside a list's filters: the saved views, and the columns to choose from.
/// Fills `templates/records/tools.mustache`.
public struct ListTools: Sendable {
    public let views: ViewMenu
    /// nil where there is nothing to choose.
    public let columns: ColumnMenu?
}

/// The saved views of a list, and what can be done with the one that is open.
public struct ViewMenu: Sendable {
    /// What the button says: the name of the view that is open, or `Views`.
    public let label: String
    public let isOpen: Bool
    /// All of them first, then the member's own, then those that are shared.
    public let groups: [Group]
    /// Saves what is shown now into the view that is open; nil when it shows just that, or the member may not.
    public let save: Deed?
    /// Where what is shown now gets a name.
    public let newPath: String
    /// Where the open view is renamed and shared, and where it is deleted; nil when the member may not.
    public let editPath: String?
    public let deletePath: String?
    /// Makes the list open with this view, or no longer; nil while none is open.
    public let first: Deed?
    /// What the view names that is not there any more; nil where nothing is missing.
    public let note: String?

    public struct Group: Sendable {
        public let title: String?
        public let views: [Tab]
    }

    /// A form of one button.
    public struct Deed: Sendable {
        public let label: String
        public let path: String
        public let hidden: [HiddenValue]
    }
}

/// A form that chooses the columns of a list; sent as `columns`, once for each.
public struct ColumnMenu: Sendable {
    /// The list itself.
    public let path: String
    /// What else the list is asked for.
    public let hidden: [HiddenValue]
    /// The column that is always there.
    public let title: String
    /// The name it is sent by.
    public let name: String
    public let options: [Choice]
    /// Back to the columns as they are declared; nil while it shows these.
    public let resetPath: String?
}

/// Files that hold the same, in several formats.
public struct ExportChoice: Sendable {
    /// What they hold, e.g. `All fields`.
    public let title: String
    public let files: [ListAction]

    public init(_ title: String, _ files: [ListAction]) {
        self.title = title
        self.files = files
    }
}
