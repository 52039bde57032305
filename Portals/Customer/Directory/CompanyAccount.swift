import Platform
import Web

/// What those who come in through their company find where others look after their own account: that it is not opened by this.
struct CompanyAccount: Sendable {
    static let path = "/profile/company"

    var routes: [Route<Scope>] {
        [
            .get(Self.path, .member(AccountPermissions.profile)) { _, scope in
                .page(CompanyAccountPage(
                    crumbs: [Crumb(scope.say("security.profile"), path: "/profile")],
                    text: scope.say(Phrase("directory.account.text", ["business": .text(scope.business.name)]))))
            },
        ]
    }

    /// Whether a page is about the person's own account rather than their seat.
    static func isOwn(_ path: String) -> Bool {
        let isProfile = path.hasPrefix("/profile/") && path != Self.path && path != LeavingBusiness.path
        return isProfile || path == ConfirmRoutes.path || path.hasPrefix(ConfirmRoutes.path + "/")
    }
}

/// Fills `templates/customer/company-account.mustache`.
struct CompanyAccountPage: Page {
    static let template = "customer/company-account"

    let crumbs: [Crumb]
    let text: String
}
