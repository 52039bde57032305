import Platform

/// The modules this server runs, and what of them rests. Fills `templates/admin/modules.mustache`.
struct ModulesPage: Page {
    static let template = "admin/modules"

    /// What rests, because it failed again and again; nil when nothing does.
    let resting: Table?
    let modules: [Entry]

    struct Entry: Sendable {
        /// The module's id, e.g. `crm`.
        let id: String
        let name: String
        let summary: String
        var icon = "module"
        /// What it keeps, needs and offers, e.g. `Records` and `Customers, Companies`.
        let facts: [Fact]
    }
}
