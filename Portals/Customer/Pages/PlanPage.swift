import Platform

/// Which plan the business has, what it uses of it, and what else there is. Fills `templates/customer/plan.mustache`.
struct PlanPage: Page {
    static let template = "customer/plan"

    let crumbs: [Crumb]
    let name: String
    let status: Badge
    let facts: [Fact]
    /// Where a POST takes back what was to follow; nil when nothing was.
    let keep: ListAction?
    /// Where one is asked before it is cancelled; nil for those who may not, and for what costs nothing.
    let cancelPath: String?
    let meters: [Meter]
    let offers: [Offer]
    let changes: Table?

    /// How much of something is used.
    struct Meter: Sendable {
        let title: String
        /// E.g. `3 of 5`.
        let text: String
        /// What that means, e.g. `Nearly all used`.
        let state: Badge?
        /// Of 100; nil without a limit.
        let percent: Int?
        /// `plenty`, `near`, `grace` or `full`.
        let tone: String
    }

    struct Offer: Sendable {
        let name: String
        let summary: String
        let prices: [String]
        /// What it brings.
        let points: [String]
        /// What it leaves out.
        let missing: [String]
        let isCurrent: Bool
        let isPopular: Bool
        /// Where one chooses it; nil for the present one, and for those who may not.
        let choice: ListAction?
    }
}

/// Says what another plan changes before it does. Fills `templates/customer/plan-question.mustache`.
struct PlanQuestionPage: Page {
    static let template = "customer/plan-question"

    let title: String
    let crumbs: [Crumb]
    /// When it begins.
    let when: String
    /// What it brings, takes and exceeds, a sentence each.
    let outcomes: [Notice]
    /// Where the form posts.
    let action: String
    let fields: [FormField]
    let submit: String
    let cancelPath: String
}
