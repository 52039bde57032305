import Platform

/// What is kept about whoever is signed in. Fills `templates/customer/own-data.mustache`.
struct OwnDataPage: Page {
    static let template = "customer/own-data"

    let crumbs: [Crumb]
    let lists: Table
    let downloadPath: String
    /// Asks before the account is ended.
    let endPath: String
}

/// What becomes of everything when an account ends, and the question whether it should. Fills `templates/customer/end-account.mustache`.
struct EndAccountPage: Page {
    static let template = "customer/end-account"

    let crumbs: [Crumb]
    /// When what happens.
    let text: String
    let gone: Table?
    let stays: Table?
    /// What stands in the way, a sentence each; then there is no form.
    let blocks: [String]
    let isBlocked: Bool, isFree: Bool
    let error: String?
    let action: String
    let cancelPath: String
}
