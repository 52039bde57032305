import HTTPTypes
import Platform
import Web

/// Coming in through the provider of one's company: to it, and back from it.
struct CompanySignIn: Sendable {
    let portal: CustomerPortal
    static let path = "/sign-in/company"
    private static let startPath = "/sign-in/company/start"
    private static let access = Access.open(because: "nobody has signed in yet")
    private var door: CompanyDoor { portal.company }

    var routes: [Route<Visit>] {
        [
            .get(Self.path, Self.access) { request, visit in
                let next = localPath(request.query["next"])
                guard let business = request.query["business"].flatMap(ID<Business>.init), let name = try await door.name(of: business)
                else { return .page(asking(visit.voice, next: next)) }
                return .page(going(to: business, name, visit.voice, next: next, isAgain: request.query["again"] != nil))
            },
            .post(Self.path, Self.access) { request, visit in try await ask(request, visit) },
            .get(Self.startPath, Self.access) { request, visit in try await start(request, visit) },
            .get("\(CompanyDoor.answerPath)/{provider}", Self.access) { request, visit in try await arrive(request, visit) },
        ]
    }

    /// A page that leads to the provider of a business.
    static func entering(_ business: ID<Business>) -> String { "\(path)?business=\(business)" }

    /// The same for whoever is to prove anew who they are.
    static func proving(for business: ID<Business>, next: String) -> String { "\(entering(business))&again=true&next=\(urlEscaped(next))" }

    /// Answers with a page that leads on: a form must not lead out of the portal by itself.
    private func ask(_ request: Request, _ visit: Visit) async throws -> Answer<CompanySignInPage> {
        var problems: [String: Phrase] = [:]
        let next = localPath(request.form["next"])
        guard let email = AccountEntry(request.form).email(&problems) else {
            return .page(asking(visit.voice, request.form, next: next, problems["email"]), status: .unprocessableContent)
        }
        do {
            let business = try await door.business(of: email, with: portal.device(request, visit))
            return .page(going(to: business.id, business.name, visit.voice, next: next, isAgain: false))
        } catch let error as any UserFacingError {
            return .page(asking(visit.voice, request.form, next: next, error: error.message), status: error.status)
        }
    }

    private func start(_ request: Request, _ visit: Visit) async throws -> Answer<CompanySignInPage> {
        guard let business = request.query["business"].flatMap(ID<Business>.init) else { throw PageError.notFound }
        let device = portal.device(request, visit)
        do {
            let departure = try await door.departure(
                to: business, isAgain: request.query["again"] != nil, next: localPath(request.query["next"]), with: device)
            var response = Response(status: .seeOther, headers: [.location: departure.url])
            response.headers.append(portal.departure.field(departure.browser.text, for: CompanyDoor.patience.components.seconds))
            return .other(response)
        } catch let error as any UserFacingError {
            return .page(asking(visit.voice, error: error.message), status: error.status)
        }
    }

    private func arrive(_ request: Request, _ visit: Visit) async throws -> Answer<CompanySignInPage> {
        guard let provider = request.parameters["provider"].flatMap(ID<SignInProvider>.init) else { throw PageError.notFound }
        do {
            guard let browser = Cookies(request.headers)[portal.departure.name].flatMap({ Secret($0) }) else { throw CompanyError.over }
            let coming = try await door.arrive(
                CompanyAnswer(request.query), from: provider, holding: browser, with: portal.device(request, visit))
            let secret = try await door.enter(coming, telling: try portal.notice(to: coming.arrival, visit))
            var response = portal.entered(
                secret, on: coming.arrival.device, at: localPath(coming.next) ?? "/home", for: CompanyDoor.sessionLifetime)
            response.headers.append(portal.departure.removed)
            return .other(response)
        } catch let error as any UserFacingError {
            return .page(asking(visit.voice, error: error.message), status: error.status)
        }
    }

    private func going(to business: ID<Business>, _ name: String, _ voice: Voice, next: String?, isAgain: Bool) -> CompanySignInPage {
        let query = Form([("business", business.description)] + (next.map { [("next", $0)] } ?? []) + (isAgain ? [("again", "true")] : []))
        return CompanySignInPage(
            text: voice.say(Phrase(isAgain ? "directory.enter.again" : "directory.enter.found", ["business": .text(name)])), question: nil,
            goPath: address(Self.startPath, query), error: nil)
    }

    private func asking(
        _ voice: Voice, _ typed: Form = Form(), next: String? = nil, _ problem: Phrase? = nil, error: Phrase? = nil
    ) -> CompanySignInPage {
        CompanySignInPage(
            text: voice.say("directory.enter.text"),
            question: .init(action: Self.path, next: next, fields: [FormField(
                "email", label: voice.say("platform.fields.email"), error: problem.map(voice.say), isRequired: true, hasFocus: true,
                .text(.init(.email, typed.text("email"), autocomplete: "username", inputMode: "email", maxLength: 254)))]),
            goPath: nil, error: error.map(voice.say))
    }
}

/// Fills `templates/customer/company-sign-in.mustache`.
struct CompanySignInPage: Page {
    static let template = "customer/company-sign-in"

    let text: String
    /// nil once it is known whose provider it is.
    let question: Question?
    /// Where it goes on to the provider.
    let goPath: String?
    let error: String?
    let signInPath = "/sign-in"

    struct Question: Sendable {
        let action: String
        let next: String?
        let fields: [FormField]
    }
}
