public import Markup
public import Platform

/// Who works in the business, and as what. Fills `templates/customer/members.mustache`.
public struct MembersPage: Page {
    public static let template = "customer/members"

    /// How many, ready to read.
    public let counts: String
    public let table: Table
    /// What each role may do.
    public let roles: [Role]

    public init(counts: String, table: Table, roles: [Role]) {
        self.counts = counts
        self.table = table
        self.roles = roles
    }

    public struct Role: Sendable {
        public let name: String
        public let text: String

        public init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }
}
