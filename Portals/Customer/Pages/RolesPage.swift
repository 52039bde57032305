import Platform

/// The roles of a business: those of the ladder and its own. Fills `templates/customer/roles.mustache`.
struct RolesPage: Page {
    static let template = "customer/roles"

    let crumbs: [Crumb]
    let tabs: [Tab]
    let newPath: String
    let shipped: Table
    /// nil while there is none.
    let own: Table?
}

/// What each role may do, side by side. Fills `templates/customer/role-matrix.mustache`.
struct RoleMatrixPage: Page {
    static let template = "customer/role-matrix"

    let crumbs: [Crumb]
    let tabs: [Tab]
    /// Where the form asks that chooses one role.
    let path: String
    /// Begins with all of them.
    let roles: [Choice]
    /// What the permissions are narrowed by.
    let term: String
    let groups: [Group]

    /// What there is to permit in one module.
    struct Group: Sendable {
        let title: String
        /// There when nobody may do any of it, whatever their role.
        let state: Badge?
        let isOpen: Bool
        let columns: [Column]
        let subjects: [Subject]
    }

    /// A role.
    struct Column: Sendable {
        let label: String
        /// Where it is changed; nil for one of the ladder.
        let path: String?
        /// Whether it is the one that a phone shows.
        let isCurrent: Bool
    }

    struct Subject: Sendable {
        let what: String
        /// How many columns its heading spans.
        let span: Int
        let rows: [Row]
    }

    struct Row: Sendable {
        let doing: String
        let cells: [Cell]
    }

    struct Cell: Sendable {
        let isAllowed: Bool
        /// What a role on that rung would say instead; nil where it says the same.
        let differs: String?
        let isCurrent: Bool
    }
}

/// What one role of the business may do, to look at and to change. Fills `templates/customer/role.mustache`.
struct RolePage: Page {
    static let template = "customer/role"

    let title: String
    /// May be empty.
    let description: String
    let crumbs: [Crumb]
    let facts: [Fact]
    /// Why it cannot be changed by this member; nil when it can.
    let fixed: String?
    /// What went wrong with what was sent.
    let error: String?
    // Each nil where this member may not.
    let editPath: String?
    let resetPath: String?
    let deletePath: String?
    let form: Form?
    let groups: [Group]
    /// Which records and fields it sees; nil where nothing can be decided about that.
    let rules: Table?

    struct Form: Sendable {
        let action: String
        let version: String
    }

    struct Group: Sendable {
        let title: String
        let state: Badge?
        /// How much of it is allowed.
        let counts: String
        let isOpen: Bool
        /// The permissions that are offered, by their names with blanks between.
        let offered: String
        let subjects: [Subject]
    }

    struct Subject: Sendable {
        let id: String
        let what: String
        let boxes: [Box]
    }

    struct Box: Sendable {
        let value: String
        let label: String
        let isChecked: Bool
        /// Whether this member may not decide it.
        let isFixed: Bool
        /// Said where it is not as on the rung.
        let differs: String?
    }
}
