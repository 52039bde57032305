import Platform

/// What is sold. Fills `templates/admin/plans.mustache`.
struct PlansPage: Page {
    static let template = "admin/plans"

    /// nil for those who only read.
    let newPath: String?
    let comparePath: String
    let plans: [Entry]

    struct Entry: Sendable {
        let id: String
        let name: String
        let code: String
        let summary: String
        let badges: [Badge]
        let facts: [Fact]
        /// nil for those who only read.
        let actions: Actions?
    }

    struct Actions: Sendable {
        let base: String
        let copyPath: String
        let isFirst: Bool
        let isLast: Bool
        let mayDefault: Bool
        let mayPopular: Bool
        let mayRetire: Bool
        let mayOffer: Bool
        let mayDelete: Bool
    }
}

/// Plans side by side. Fills `templates/admin/plan-comparison.mustache`.
struct PlanComparisonPage: Page {
    static let template = "admin/plan-comparison"

    let crumbs: [Crumb]
    let names: [String]
    let groups: [Group]

    struct Group: Sendable {
        let title: String
        let rows: [Row]
    }

    struct Row: Sendable {
        let title: String
        let cells: [Cell]
    }

    struct Cell: Sendable {
        /// Which plan it is of, read beside it on a phone.
        let plan: String
        let text: String
        /// Whether the plan leaves it out.
        let isMissing: Bool
    }
}
