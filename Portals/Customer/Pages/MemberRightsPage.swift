import Platform

/// What one member may do, and why. Fills `templates/customer/member-rights.mustache`.
struct MemberRightsPage: Page {
    static let template = "customer/member-rights"

    let title: String
    let crumbs: [Crumb]
    let tabs: [Tab]
    /// Where the form asks that chooses somebody else.
    let path: String
    let people: [Choice]
    /// What the answers are narrowed by.
    let term: String
    let facts: [Fact]
    let groups: [Group]
    /// The programs that come in as this member; nil where none does.
    let keys: Table?

    struct Group: Sendable {
        let title: String
        let state: Badge?
        let counts: String
        let isOpen: Bool
        let subjects: [Subject]
    }

    struct Subject: Sendable {
        let what: String
        /// Which records and fields they see of it; nil where that is all.
        let rule: String?
        let answers: [Answer]
    }

    struct Answer: Sendable {
        let doing: String
        let isAllowed: Bool
        let why: String
    }
}
