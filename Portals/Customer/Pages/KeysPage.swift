import Platform

/// The API keys of a business. Fills `templates/customer/keys.mustache`.
struct KeysPage: Page {
    static let template = "customer/keys"

    let crumbs: [Crumb]
    /// Nil while there is none.
    let table: Table?
    let newPath: String
}
