import Platform
import Web

/// `/settings/sign-in-provider`: the provider through which the people of a business sign in.
struct ProviderRoutes: Sendable {
    let door: CompanyDoor
    static let path = "/settings/sign-in-provider"
    private static let access = Access.member(AccountPermissions.settings)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in
                let current = try await providers(scope).current()
                return .page(try await ProviderForm(scope, current).page(providers(scope)))
            },
            .post(Self.path, Self.access) { request, scope in try await save(request.form, scope) }.freshly,
            .get("\(Self.path)/remove", Self.access) { _, scope in .page(question(scope)) },
            .post("\(Self.path)/remove", Self.access) { (_: Request, scope: Scope) -> Answer<DeletePage> in
                try await providers(scope).remove()
                return .seeOther(Self.path, saying: Announcement(scope.say("directory.provider.said_removed")))
            }.freshly,
        ]
    }

    private func save(_ typed: Form, _ scope: Scope) async throws -> Answer<ProviderPage> {
        var form = ProviderForm(scope, try await providers(scope).current(), typed: typed)
        guard let provider = form.provider() else { return .page(try await form.page(providers(scope)), status: .unprocessableContent) }
        do {
            try await providers(scope).save(provider, secret: typed["secret"])
        } catch let error as CompanyError {
            return .page(try await form.page(providers(scope), error: error.message), status: error.status)
        }
        return .seeOther(Self.path, saying: Announcement(scope.say("directory.provider.said_saved")))
    }

    private func question(_ scope: Scope) -> DeletePage {
        DeletePage(
            title: scope.say("directory.provider.remove_title"), text: scope.say("directory.provider.remove_text"),
            crumbs: DomainsPage.crumbs(scope) + [Crumb(scope.say("directory.provider.title"), path: Self.path)],
            action: "\(Self.path)/remove", cancelPath: Self.path)
    }

    private func providers(_ scope: Scope) -> SignInProviders { SignInProviders(in: scope, through: door) }
}

/// Fills `templates/customer/sign-in-provider.mustache`.
struct ProviderPage: Page {
    static let template = "customer/sign-in-provider"

    let crumbs: [Crumb]
    let isOn: Bool
    /// What is to be registered with the provider.
    let returnAddress: String
    let action = ProviderRoutes.path
    let id: String
    let fields: [FormField]
    let error: String?
    /// nil where there is none to remove.
    let removePath: String?
    let domainsPath = DomainRoutes.path
    let rolesPath = DirectoryRoleRoutes.path
    /// Whether no domain is confirmed yet, so that nobody can come in.
    let lacksDomain: Bool
}
