import Platform

/// The form a plan is written in. Fills `templates/admin/plan-form.mustache`.
struct PlanFormPage: Page {
    static let template = "admin/plan-form"

    let title: String
    let crumbs: [Crumb]
    /// Where the form posts, and also what the question is answered to.
    let action: String
    var cancelPath = PlanRoutes.path
    /// The version being changed; nil for a new plan.
    let version: String?
    var hidden: [HiddenValue]
    let error: String?
    let conflict: RecordFormPage.Conflict?
    let fields: [FormField]
    let features: [Switch]
    let limits: [Limit]
    /// Asked before it is stored, in place of the form.
    private(set) var question: AdminQuestion? = nil

    struct Switch: Sendable {
        let name: String
        let label: String
        let isOn: Bool
    }

    struct Limit: Sendable {
        let title: String
        /// How many, by when, and by how many per cent it may be exceeded.
        let fields: [FormField]
    }

    func asking(_ question: AdminQuestion) -> PlanFormPage {
        var page = self
        page.question = question
        return page
    }

    /// - Parameter source: whose features and limits it has where the form does not ask for them.
    func copying(_ source: ID<Plan>) -> PlanFormPage {
        var page = self
        page.hidden.append(HiddenValue("copy", source.description))
        return page
    }
}
