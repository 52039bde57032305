import Platform

/// One person: where they have a seat, and whether they may sign in. Fills `templates/admin/person.mustache`.
struct PersonPage: Page {
    static let template = "admin/person"

    let name: String
    let initials: String
    let status: Badge
    let crumbs: [Crumb]
    let facts: [Fact]
    /// nil where they have none.
    let seats: Table?
    /// None for those who only read.
    let actions: [Table.Action]
    /// Whether a link to another password is not offered because no mail goes out.
    let isUnsent: Bool
}
