import Platform

/// What a search over all records found. Fills `templates/customer/search.mustache`.
struct SearchPage: Page {
    static let template = "customer/search"

    /// The page itself.
    let path: String
    /// What was searched for.
    let term: String
    let groups: [Group]
    /// What there is to say where nothing is found, or nothing was asked.
    let note: String?

    /// The hits of one kind of record.
    struct Group: Sendable {
        let title: String
        let hits: [Hit]
        let all: ListAction
    }

    struct Hit: Sendable {
        let title: String
        let initials: String
        let detail: String?
        let path: String
    }
}
