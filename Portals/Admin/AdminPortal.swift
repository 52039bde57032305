public import Platform
public import Web

/// The operator's portal: the businesses, people and modules of the whole platform. It has a host,
/// a cookie and accounts of its own.
public struct AdminPortal: Sendable {
    /// What operators work with.
    public let pages: Portal<OperatorScope>
    /// Signing in, and what that needs.
    public let door: Portal<Visit>

    /// - Parameters:
    ///   - templates: made for `Language.complete`, in that order.
    ///   - db: through the login `kontor_operator`.
    ///   - isSecure: whether the portal is reached over TLS, to which its cookies are then bound.
    ///   - sendsMail: whether there is a mail server.
    ///   - origin: where members reach the customer portal, to which links in their mails lead.
    ///   - adminOrigin: where operators reach this portal.
    ///   - changed: called after each thing that operators change.
    /// - Throws: `TemplateError` when the error page does not fit its template.
    public init(
        registry: Registry, voices: Voices, templates: Templates, operators db: Database<Platform>,
        passwords: Passwords, isSecure: Bool, sendsMail: Bool = true,
        origin: String = "http://localhost:8080", adminOrigin: String = "http://localhost:8081",
        changed: @escaping @Sendable () -> Void = {}
    ) throws {
        let operators = Operators(db, passwords: passwords)
        let doorway = Doorway(operators: operators, voices: voices, isSecure: isSecure)
        let frames = Frames(said: Said(isSecure: isSecure), safety: registry.safety)
        let errors = try ErrorTemplate(templates)
        let apologise = { @Sendable (apology: Apology, envelope: Envelope) async throws in
            try errors.page(apology, in: doorway.voice(envelope), requestID: envelope.id)
        }
        let inside = AdminStage<OperatorScope>(templates: templates, said: frames.said, frame: frames.frame)
        let outside = AdminStage<Visit>(templates: templates, said: frames.said, frame: frames.frame)
        let letters = sendsMail ? try Letters(templates, origin: origin) : nil
        let ownLetters = sendsMail ? try Letters(templates, origin: adminOrigin) : nil
        let signingIn = SigningIn(operators: operators, doorway: doorway)

        pages = Portal(
            routes: BusinessRoutes(registry: registry).routes + PeopleRoutes(voices: voices, letters: letters).routes
                + ModuleRoutes(registry: registry).routes + PlanRoutes(registry: registry).routes
                + StandingRoutes(registry: registry).routes + MailRoutes(sendsMail: sendsMail).routes
                + OperatorRoutes(letters: ownLetters).routes + AnnouncementRoutes().routes + Overview().routes + [signingIn.out]
                + AssistRoutes(operators: operators, session: doorway.session, origin: origin.hasSuffix("/") ? String(origin.dropLast()) : origin).routes,
            stage: inside, enter: doorway.enter,
            around: { route, _, _, run in
                guard route.method != .get else { return try await run() }
                defer { changed() }
                return try await run()
            },
            apologise: apologise)
        door = Portal(
            routes: signingIn.routes + OperatorWelcome(operators: operators).routes + [doorway.languages.route], stage: outside,
            enter: doorway.visit, apologise: apologise)
    }
}
