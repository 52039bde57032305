import Platform

/// Who runs the platform. Fills `templates/admin/operators.mustache`.
struct OperatorsPage: Page {
    static let template = "admin/operators"

    let operators: [Card]
    /// nil where no mail goes out.
    let adding: Adding?

    /// The form of a new one.
    struct Adding: Sendable {
        let path: String
        let fields: [FormField]
        /// Whether it came back.
        let isOpen: Bool
    }

    struct Card: Sendable {
        let id: String
        let name: String
        let initials: String
        let badges: [Badge]
        let facts: [Fact]
        /// Says that it is one's own account, which others change.
        let own: String?
        /// nil for one's own.
        let actions: Actions?
    }

    struct Actions: Sendable {
        /// Where changes are posted, each below it.
        let base: String
        let otherRole: String
        let makeLabel: String
        let makeQuestion: String
        let isActive: Bool
        /// Whether they can be sent another link to choose a password by.
        let maySend: Bool
        let deactivateQuestion: String
    }
}

/// Choosing an operator's password by the link they were sent. Fills `templates/admin/welcome.mustache`.
struct OperatorWelcomePage: Page {
    static let template = "admin/welcome"

    /// nil where the link does not stand any more.
    let link: String?
    let action: String
    let fields: [FormField]
    let error: String?
    let signInPath = SigningIn.path
}
