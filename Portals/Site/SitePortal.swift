public import Platform
public import Web

/// The public site: what Kontor is, and the way in.
public struct SitePortal: Sendable {
    let templates: Templates
    let visit: @Sendable (Envelope) -> Visit
    let apologise: @Sendable (Apology, Envelope) async throws -> Response

    public init(
        templates: Templates, visit: @escaping @Sendable (Envelope) -> Visit,
        apologise: @escaping @Sendable (Apology, Envelope) async throws -> Response
    ) {
        self.templates = templates
        self.visit = visit
        self.apologise = apologise
    }

    public var portal: Portal<Visit> {
        Portal(
            routes: [
                .get("/", .open(because: "the public site")) { _, visit in
                    visit.isSignedIn ? .seeOther("/home") : .page(SiteHomePage())
                }
            ],
            stage: SiteStage(templates: templates), enter: { .come(visit($0)) }, apologise: apologise)
    }
}

/// Puts the site's pages into its frame.
private struct SiteStage: Stage {
    let templates: Templates

    func dress<P: Page>(_ page: P.Type) throws -> @Sendable (P, Request, Visit) async throws -> [UInt8] {
        let template = try templates.bind(P.self, in: SiteFrame.self)
        return { page, request, visit in
            let language = visit.voice.language
            let frame = SiteFrame(
                language: language.rawValue, direction: language.direction,
                languages: LanguageChoice.links(to: "/"),
                signUpPath: "/sign-up", signInPath: "/sign-in")
            return try template.render(page, in: frame, language: visit.voice.edition)
        }
    }

    func seeOther(_ path: String, saying announcement: Announcement?) -> Response { .seeOther(path) }
}
