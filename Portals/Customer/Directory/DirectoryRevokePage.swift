import Platform

/// Asks before a directory token is revoked. Fills `templates/customer/directory-revoke.mustache`.
struct DirectoryRevokePage: Page {
    static let template = "customer/directory-revoke"

    let title: String
    let crumbs: [Crumb]
    let facts: [Fact]
    /// Where the form posts.
    let action: String
    let cancelPath: String

    init(_ token: DirectoryToken, _ scope: Scope) {
        title = scope.say(Phrase("scim.page.revoke_title", ["name": .text(token.name)]))
        crumbs = DirectoryPage.crumbs(scope) + [Crumb(scope.say("scim.title"), path: DirectoryTokenRoutes.path)]
        facts = [
            Fact(scope.say("scim.page.token"), "\(token.prefix)…"), Fact(scope.say("platform.keys.maker"), token.maker),
            Fact(scope.say("platform.keys.used"), DirectoryPage.used(token, scope)),
        ]
        action = "\(DirectoryTokenRoutes.path)/\(token.id)/revoke"
        cancelPath = DirectoryTokenRoutes.path
    }
}
