public import Markup

/// The form that changes many records at once. Fills `templates/records/bulk-edit.mustache`.
public struct BulkEditPage: Page {
    public static let template = "records/bulk-edit"

    /// E.g. `Change 12 customers`.
    public let title: String
    public let crumbs: [Crumb]
    public let action: String
    public let cancelPath: String
    /// The records chosen, each sent as `id`.
    public let ids: [String]
    public let hidden: [HiddenValue]
    /// Those chosen or all that match, sent as `which`; none where that is the same.
    public let targets: [Choice]
    /// What is wrong as a whole.
    public let error: String?
    public let fields: [Field]

    /// A question, and whether its answer is to be taken: its name is then sent as `change`.
    public struct Field: Sendable {
        public let name: String
        public let label: String
        public let isChanged: Bool
        public let field: FormField

        init(_ field: FormField, isChanged: Bool) {
            name = field.name
            label = field.label
            self.isChanged = isChanged
            self.field = field
        }
    }
}
