import Logging
public import Platform
public import Web

/// The portal members work in: their account, their business's settings, and every module's pages.
public struct CustomerPortal: Sendable {
    let registry: Registry
    let voices: Voices
    let templates: Templates
    let accounts: Accounts
    let entries: Entries
    let fence: Fence
    let pool: ConnectionPool
    let cookie: Cookie
    /// Between the first proof and the second.
    let challenge: Cookie
    /// What tells browsers apart.
    let device: Cookie
    /// When sessions were used last; runs beside the requests.
    public let sessionUses: SessionUses
    let said: Said
    let letters: Letters
    private let origin: String
    let passkeys: Passkeys
    /// What all are told.
    let announcements: Announcements
    /// What becomes of mail.
    let delivery: Delivery
    let languages: LanguageChoice
    let resolver: Resolver
    /// The way in through a company's provider, and what a browser holds on it.
    let company: CompanyDoor
    let departure: Cookie
    private let apologies: Apologies
    private let resting: RestingPlaces

    /// - Parameters:
    ///   - pool: of the login `kontor_app`.
    ///   - announcements: what members are told on their pages.
    ///   - isSecure: whether browsers reach the portal over TLS.
    ///   - origin: where browsers reach the portal, e.g. `https://kontor.example`; links in mails begin with it.
    ///   - delivery: what becomes of mail.
    ///   - resolver: looks up the domains that businesses name.
    ///   - outbound: calls the providers that they name.
    /// - Throws: `TemplateError` when a page shown instead of others does not fit its template.
    public init(
        registry: Registry, voices: Voices, templates: Templates, accounts: Accounts,
        entries: Entries, fence: Fence, pool: ConnectionPool, announcements: Announcements? = nil, isSecure: Bool,
        origin: String = "http://localhost:8080", delivery: Delivery = .sent,
        resolver: Resolver = .system(), outbound: Outbound = .calls()
    ) throws {
        self.registry = registry
        self.voices = voices
        self.templates = templates
        self.accounts = accounts
        self.entries = entries
        self.fence = fence
        self.pool = pool
        self.announcements = announcements ?? Announcements(pool, logger: Logger(label: "announcements"))
        cookie = Cookie("kontor_session", isSecure: isSecure)
        challenge = Cookie("kontor_challenge", isSecure: isSecure)
        device = Cookie("kontor_device", isSecure: isSecure)
        sessionUses = SessionUses(pool, logger: Logger(label: "kontor.sessions"))
        said = Said(isSecure: isSecure)
        languages = LanguageChoice(isSecure: isSecure)
        letters = try Letters(templates, origin: origin)
        self.origin = origin
        self.delivery = delivery
        self.resolver = resolver
        company = CompanyDoor(accounts, calling: outbound, origin: origin)
        departure = Cookie("kontor_company", isSecure: isSecure)
        passkeys = Passkeys(accounts, party: RelyingParty(origin: origin))
        apologies = try Apologies(templates)
        resting = try RestingPlaces(templates)
    }

    private var account: [Route<Scope>] {
        let mailed = delivery == .none ? [] : AddressRoutes(portal: self).routes
        return Home(registry: registry, delivery: delivery).routes + GlobalSearch(registry: registry).routes + Profile(portal: self).routes + mailed
            + people + security + [Dismissing(announcements: announcements).route]
    }

    private var security: [Route<Scope>] {
        SessionRoutes(accounts: accounts, cookie: cookie).routes + CodeRoutes(portal: self).routes
            + ConfirmRoutes(portal: self).routes + OwnDataRoutes(portal: self).routes + CompanyAccount().routes
            + PasskeyRoutes(portal: self).routes
    }

    private var people: [Route<Scope>] {
        Members().routes + InviteRoutes(registry: registry, letters: letters, voices: voices, delivery: delivery).routes + MemberRoutes(portal: self).routes
            + LeavingBusiness(portal: self).routes
    }

    private var settings: [Route<Scope>] {
        let business = Settings(registry: registry).routes + KeyRoutes(registry: registry).routes + FieldRoutes(registry: registry).routes
            + BusinessSecurity(portal: self).routes + PlanRoutes(registry: registry).routes + AccessRoutes(registry: registry).routes
            + DomainRoutes(resolver: resolver).routes + ProviderRoutes(door: company).routes + DirectoryRoleRoutes(registry: registry).routes
            + DirectoryTokenRoutes(origin: origin).routes
            + PrivacyRoutes(registry: registry).routes
            + RoleRoutes(registry: registry).routes + TeamRoutes().routes + AssistRoutes(portal: self).routes
        return business + ModuleSwitches(registry: registry).routes + ModuleLeaving(registry: registry).routes
    }

    /// For members.
    public var members: Portal<Scope> {
        let routes = account + settings + registry.fileRoutes + registry.routes
        let freshness = Freshness(accounts: accounts, company: company, cookie: cookie, routes)
        return Portal(
            routes: routes, stage: MemberStage(portal: self),
            enter: { try await enter($0) },
            around: { route, request, scope, run in
                if let detour = try await freshness.detour(from: route, request) { return detour }
                return try await guarded(route, request, scope, run)
            },
            apologise: { try await apologies.page($0, $1, of: self) })
    }

    /// Binds the pages of a module to their templates, without serving them.
    /// - Throws: `TemplateError` when one does not fit.
    public func check(_ module: Module) throws {
        for route in registry.routes(of: module) { _ = try route.prepare(MemberStage(portal: self)) }
    }

    /// A module's page that fails again and again rests for the business, and a quiet word is shown instead of it.
    private func guarded(
        _ route: Route<Scope>, _ request: Request, _ scope: Scope, _ run: () async throws -> Response
    ) async throws -> Response {
        guard let feature = route.feature else { return try await settled(route, scope, run) }
        do {
            let surface = Fence.Surface(.route, "\(route.method.rawValue) \(route.path)")
            return try await fence.guarding(surface, of: feature.name, for: scope.business.id, run)
        } catch let error as Resting {
            return try resting.page(error, scope, in: frame(for: scope, request))
        }
    }

    /// What belongs to no module may change who may do what: the next request is to see it.
    private func settled(_ route: Route<Scope>, _ scope: Scope, _ run: () async throws -> Response) async throws -> Response {
        guard route.method != .get else { return try await run() }
        defer { entries.forget(scope) }
        return try await run()
    }

    /// For those who have not signed in.
    public var visitors: Portal<Visit> {
        let entering = SignIn(portal: self).routes + SecondProofRoutes(portal: self).routes + PasskeyEntry(portal: self).routes + SignUp(portal: self).routes
            + CompanySignIn(portal: self).routes
            + [languages.route] + Joining(portal: self).routes + Businesses(portal: self).routes + AssistEntry(portal: self).routes
        let mailed = entering + PasswordReset(portal: self).routes + EntryLinks(portal: self).routes + Verifying(portal: self).routes
            + KeepingAccount(portal: self).routes
        return switch delivery {
        case .sent: visitors(mailed)
        case .shown: visitors(mailed + Outbox(db: Database(visitors: pool)).routes)
        case .none: visitors(entering)
        }
    }

    /// Only the way to a new account, for a site that is served alone.
    public var signUp: Portal<Visit> { visitors(SignUp(portal: self).routes + [languages.route]) }

    private func visitors(_ routes: [Route<Visit>]) -> Portal<Visit> {
        Portal(
            routes: routes, stage: VisitorStage(portal: self), enter: { .come(visit($0)) },
            apologise: { try await apologies.page($0, $1, of: self) })
    }

    private func enter(_ envelope: Envelope) async throws -> Entrance<Scope> {
        guard let entry = try await entry(envelope) else {
            // Who has left their last business, or was removed from it, is still somebody.
            if let digest = cookie.digest(in: envelope.cookies), try await accounts.person(digest) != nil { return .elsewhere(Businesses.path) }
            return .elsewhere("/sign-in?next=\(urlEscaped(envelope.method == .get ? envelope.target : "/home"))")
        }
        if entry.isByCompany, CompanyAccount.isOwn(envelope.path) { return .elsewhere(CompanyAccount.path) }
        if entry.mustEnrol, !envelope.path.hasPrefix("/profile"), envelope.path != ConfirmRoutes.path { return .elsewhere(CodeRoutes.askedPath) }
        if entry.assist == nil, let session = cookie.digest(in: envelope.cookies) { sessionUses.note(session, from: envelope.address) }
        return .come(Scope(
            business: entry.business, member: entry.member, permissions: entry.permissions,
            voice: voice(entry, envelope), db: Database(pool, of: entry.business.id), origin: Origin(.portal, address: envelope.address),
            elsewhere: entry.elsewhere, assist: entry.assist, assists: entry.assists))
    }

    func entry(_ envelope: Envelope) async throws -> Entry? {
        guard let digest = cookie.digest(in: envelope.cookies) else { return nil }
        return try await entries.entry(digest)
    }

    /// A member's own language, then their business's, then what their browser asks for.
    func voice(_ entry: Entry, _ envelope: Envelope) -> Voice {
        let language = voices.language(
            entry.member.language, entry.business.language, browser: envelope.headers[.acceptLanguage])
        return voices.voice(language, timeZone: entry.business.timeZone)
    }

    /// Anybody, as what their cookies and their browser say of them.
    public func visit(_ envelope: Envelope) -> Visit {
        Visit(
            voice: voices.voice(language(envelope)), address: envelope.address,
            agent: envelope.headers[.userAgent] ?? "", isSignedIn: envelope.cookies[cookie.name] != nil)
    }

    private func language(_ envelope: Envelope) -> Language {
        voices.language(languages.chosen(by: envelope.cookies), browser: envelope.headers[.acceptLanguage])
    }
}
