import Platform

/// Who works in the business, and as what. Fills `templates/customer/members.mustache`.
struct MembersPage: Page {
    static let template = "customer/members"

    /// How many, ready to read.
    let counts: String
    let table: Table
    /// What each role may do.
    let roles: [Role]

    struct Role: Sendable {
        let name: String
        let text: String
    }
}
