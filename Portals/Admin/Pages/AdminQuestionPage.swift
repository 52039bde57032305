import Platform

/// Asks before something is done that concerns others. Fills `templates/admin/question.mustache`.
struct AdminQuestionPage: Page {
    static let template = "admin/question"

    let crumbs: [Crumb]
    let question: AdminQuestion
}

/// What is about to be done, whom it concerns, and how. Fills `templates/admin/question-card.mustache`.
struct AdminQuestion: Sendable {
    let title: String
    let lead: String
    /// The first of those it concerns, with their pages.
    var links: [ListAction] = []
    /// What it does to them.
    var notices: [Notice] = []
    var fields: [FormField] = []
    /// Where the answer is posted.
    let action: String
    var hidden: [HiddenValue] = []
    let submit: String
    let cancelPath: String
    /// Whether it cannot be taken back.
    var isDangerous = false
}
