import Platform
import Web

/// `/settings/domains`: the domains a business shows to be its own, so that the people with addresses there can come in by its directory.
struct DomainRoutes: Sendable {
    let resolver: Resolver
    static let path = "/settings/domains"
    private static let access = Access.member(AccountPermissions.settings)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in .page(DomainsPage(scope, try await domains(scope).all())) },
            .post(Self.path, Self.access) { request, scope in try await add(request.form.text("name"), scope) },
            .post("\(Self.path)/{id}/check", Self.access) { request, scope in try await check(try request.id(), scope) },
            .get("\(Self.path)/{id}/remove", Self.access) { request, scope in
                .page(question(try await domains(scope).one(try request.id()), scope))
            },
            .post("\(Self.path)/{id}/remove", Self.access) { (request: Request, scope: Scope) -> Answer<DeletePage> in
                let domain = try await domains(scope).one(try request.id())
                try await domains(scope).remove(domain.id)
                return said("removed", domain.name, scope)
            },
        ]
    }

    private func add(_ typed: String, _ scope: Scope) async throws -> Answer<DomainsPage> {
        do {
            let name = try DomainName(typed)
            try await domains(scope).add(name)
            return said("added", name, scope)
        } catch let error as DomainError {
            let page = DomainsPage(scope, try await domains(scope).all(), typed: typed, problem: error.message)
            return .page(page, status: error.status)
        }
    }

    private func check(_ id: ID<Domain>, _ scope: Scope) async throws -> Answer<DomainsPage> {
        let domain = try await domains(scope).one(id)
        do {
            try await domains(scope).confirm(id)
            return said("confirmed", domain.name, scope)
        } catch let error as DomainError {
            return .page(DomainsPage(scope, try await domains(scope).all(), refused: error.message), status: error.status)
        }
    }

    private func question(_ domain: Domain, _ scope: Scope) -> DeletePage {
        DeletePage(
            title: scope.say(Phrase("directory.domains.remove_title", ["name": .text(domain.name.text)])),
            text: scope.say("directory.domains.remove_text"),
            crumbs: DomainsPage.crumbs(scope) + [Crumb(scope.say("directory.domains.title"), path: Self.path)],
            action: "\(Self.path)/\(domain.id)/remove", cancelPath: Self.path)
    }

    private func said<P: Page>(_ what: String, _ name: DomainName, _ scope: Scope) -> Answer<P> {
        .seeOther(Self.path, saying: Announcement(scope.say(Phrase("directory.domains.said_\(what)", ["name": .text(name.text)]))))
    }

    private func domains(_ scope: Scope) -> Domains { Domains(in: scope, asking: resolver) }
}

/// Fills `templates/customer/domains.mustache`.
struct DomainsPage: Page {
    static let template = "customer/domains"

    let crumbs: [Crumb]
    let domains: [Entry]
    /// Where the form for another one posts.
    let action = DomainRoutes.path
    let fields: [FormField]
    /// Why a domain is not confirmed yet.
    let refused: String?

    struct Entry: Sendable {
        let id: String
        let name: String
        /// When it was confirmed, in words.
        let confirmed: String?
        /// The TXT record that confirms it; nil once it is confirmed.
        let record: String?
        let checkPath: String
        let removePath: String
    }

    init(_ scope: Scope, _ domains: [Domain], typed: String = "", problem: Phrase? = nil, refused: Phrase? = nil) {
        crumbs = Self.crumbs(scope)
        self.domains = domains.map { domain in
            let place = "\(DomainRoutes.path)/\(domain.id)"
            return Entry(
                id: domain.id.description, name: domain.name.text,
                confirmed: domain.confirmedAt.map { scope.say(Phrase("directory.domains.since", ["date": .text(scope.formats.date($0))])) },
                record: domain.confirmedAt == nil ? domain.record : nil, checkPath: place + "/check", removePath: place + "/remove")
        }
        fields = [FormField(
            "name", label: scope.say("directory.domains.name"), help: scope.say("directory.domains.name_help"), error: problem.map(scope.say),
            isRequired: true, hasFocus: problem != nil, .text(.init(.text, typed, autocomplete: "off", maxLength: 253)))]
        self.refused = refused.map(scope.say)
    }

    static func crumbs(_ scope: Scope) -> [Crumb] { [Crumb(scope.say("platform.home.settings"), path: "/settings")] }
}
