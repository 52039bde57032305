import Platform

/// The fields that a business added to its records. Fills `templates/customer/fields.mustache`.
struct FieldsPage: Page {
    static let template = "customer/fields"

    let crumbs: [Crumb]
    let kinds: [Kind]

    /// One kind of record.
    struct Kind: Sendable {
        let title: String
        /// nil while there is none.
        let table: Table?
        let newPath: String
    }
}
