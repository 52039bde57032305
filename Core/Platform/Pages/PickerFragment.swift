public import Markup

/// What a search for a record to refer to found: a piece of a page, without a layout.
/// Fills `templates/records/picker.mustache`.
public struct PickerFragment: Page {
    public static let template = "records/picker"

    public let options: [Option]

    public init(_ options: [Option]) { self.options = options }

    public struct Option: Sendable {
        public let value: String
        public let label: String
        /// What tells two of the same name apart.
        public let detail: String?

        public init(_ value: String, _ label: String, detail: String? = nil) {
            self.value = value
            self.label = label
            self.detail = detail
        }
    }
}
