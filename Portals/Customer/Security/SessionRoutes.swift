import Platform
import Web

/// `/profile/sessions`: where somebody is signed in, and who tried to be.
struct SessionRoutes: Sendable {
    let accounts: Accounts
    let cookie: Cookie
    static let path = "/profile/sessions"
    private static let access = Access.member(AccountPermissions.profile)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { request, scope in
                let (open, past) = try await accounts.sessions(of: cookie.session(of: request))
                return .page(SessionsPage(open: open, past: past, scope))
            },
            .post("\(Self.path)/{id}/end", Self.access) { request, scope in
                try await accounts.end(request.id(), of: cookie.session(of: request))
                return said("security.sessions.ended", scope)
            },
            .post("\(Self.path)/others/end", Self.access) { request, scope in
                let count = try await accounts.endOthers(of: cookie.session(of: request))
                return said(Phrase("security.sessions.others_ended", ["count": .number(count)]), scope)
            },
        ]
    }

    private func said(_ phrase: Phrase, _ scope: Scope) -> Answer<SessionsPage> {
        .seeOther(Self.path, saying: Announcement(scope.say(phrase)))
    }
}

/// Fills `templates/customer/sessions.mustache`.
struct SessionsPage: Page {
    static let template = "customer/sessions"

    let crumbs: [Crumb]
    let sessions: Table
    /// Where a POST ends all sessions but this; nil where there is no other.
    let othersPath: String?
    let othersQuestion: String
    /// nil while nobody has come in since it is noted.
    let history: Table?

    init(open: [Session], past: [SignInEvent], _ scope: Scope) {
        let words = SessionWords(scope: scope)
        crumbs = securityCrumbs(scope)
        sessions = words.table(open)
        othersPath = open.count > 1 ? "\(SessionRoutes.path)/others/end" : nil
        othersQuestion = scope.say("security.sessions.others_question")
        history = past.isEmpty ? nil : words.table(past)
    }
}

/// The way back from a page of one's own security.
func securityCrumbs(_ scope: Scope) -> [Crumb] { [Crumb(scope.say("security.profile"), path: "/profile")] }
