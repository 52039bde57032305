import Platform

/// What is told to businesses, and a form to tell more. Fills `templates/admin/announcements.mustache`.
struct AnnouncementsPage: Page {
    static let template = "admin/announcements"

    /// nil while there is none.
    let table: Table?
    /// nil for those who only read.
    let adding: OperatorsPage.Adding?
}
