import Platform

/// The modules a business can have, and which it has switched on. Fills `templates/customer/modules.mustache`.
struct ModulesPage: Page {
    static let template = "customer/modules"

    let modules: [Entry]

    struct Entry: Sendable {
        let name: String
        let summary: String
        /// A symbol of `static/images/icons.svg`.
        let icon: String
        /// On or off.
        let state: Badge
        /// What it brings and needs.
        let facts: [Fact]
        /// Why it cannot be switched now; nil when it can.
        let reason: String?
        /// Where a POST switches it on; nil while it is on or cannot be.
        let onPath: String?
        /// Where one is asked before it is switched off; nil while it is off or cannot be.
        let offPath: String?
        /// Where its data is taken along or ended; nil while it is on, or for those who may not.
        let leavePath: String?
    }
}

/// Asks before a module is switched off. Fills `templates/customer/module-off.mustache`.
struct SwitchOffPage: Page {
    static let template = "customer/module-off"

    let title: String
    let crumbs: [Crumb]
    /// Where the form posts.
    let action: String
    let cancelPath: String
}

/// The three ways to leave a module. Fills `templates/customer/module-leave.mustache`.
struct LeavePage: Page {
    static let template = "customer/module-leave"

    let title: String
    let crumbs: [Crumb]
    /// Back to the modules, with nothing done.
    let keepPath: String
    /// Downloads everything.
    let archivePath: String
    /// Shows what would go.
    let purgePath: String
}

/// What a purge would end, and the question whether it should. Fills `templates/customer/module-purge.mustache`.
struct PurgePage: Page {
    static let template = "customer/module-purge"

    let title: String
    let crumbs: [Crumb]
    let holdings: Table
    /// What else refers to it, and what becomes of that; nil when nothing does.
    let references: Table?
    /// Why nothing can be purged; then there is no form.
    let blocked: String?
    /// Nil while it is blocked.
    let form: PurgeForm?

    struct PurgeForm: Sendable {
        /// Where it posts.
        let action: String
        /// Asks for the module's name.
        let name: FormField
        let cancelPath: String
    }
}
