import Platform

/// Which plan one business has, what it uses of it, and what it has beyond it. Fills `templates/admin/business-plan.mustache`.
struct BusinessPlanPage: Page {
    static let template = "admin/business-plan"

    let title: String
    let crumbs: [Crumb]
    let name: String
    let status: Badge
    let facts: [Fact]
    let meters: [Meter]
    /// What becomes of the plan, and what is decided besides; none for those who only read.
    let forms: [GrantForm]
    /// Everything that is not as the plan says.
    let overrides: Table?
    /// Each feature and limit with where it comes from.
    let values: Table
    let changes: Table?

    struct Meter: Sendable {
        let title: String
        let text: String
        let state: Badge?
        let percent: Int?
        let tone: String
    }

    /// One thing an operator can do, behind its heading.
    struct GrantForm: Sendable {
        let title: String
        let action: String
        /// The subscription's version that was looked at; nil where that does not matter.
        let version: String?
        let fields: [FormField]
        let submit: String
        /// Whether it was sent and came back.
        let isOpen: Bool

        init(title: String, action: String, version: String?, fields: [FormField], submit: String) {
            self.title = title
            self.action = action
            self.version = version
            self.fields = fields
            self.submit = submit
            isOpen = fields.contains { $0.error != nil }
        }
    }
}
