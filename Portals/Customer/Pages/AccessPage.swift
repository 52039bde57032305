import Platform

/// Who sees which records and fields, and who is in which team. Fills `templates/customer/access.mustache`.
struct AccessPage: Page {
    static let template = "customer/access"

    let crumbs: [Crumb]
    /// Empty where no module brings records.
    let kinds: [Kind]
    /// nil while there is none.
    let teams: Table?
    /// nil for those who do not see everything themself, and so decide nothing.
    let newTeamPath: String?
    /// Says so to them.
    let ruled: String?

    /// One kind of record, a row for each role.
    struct Kind: Sendable {
        let title: String
        let table: Table
    }
}
