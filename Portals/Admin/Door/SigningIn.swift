import HTTPTypes
import Platform
import Web

/// Signing in and out, and choosing a language at the door.
struct SigningIn: Sendable {
    static let path = "/sign-in", outPath = "/sign-out"

    private let operators: Operators
    private let doorway: Doorway
    private let show: @Sendable (AdminSignInPage, PageRequest, Visit) async throws -> [UInt8]

    /// - Throws: `TemplateError`.
    init(operators: Operators, doorway: Doorway, stage: AdminStage<Visit>) throws {
        self.operators = operators
        self.doorway = doorway
        show = try stage.dress(AdminSignInPage.self)
    }

    var routes: [Route<Visit>] {
        let because = "nobody has signed in yet who is about to"
        return [
            .raw(.get, Self.path, .open(because: because), form),
            .raw(.post, Self.path, .open(because: because), enter),
            .raw(.get, "/language/{code}", .open(because: "a language is chosen before signing in"), speak),
        ]
    }

    /// Signing out, for those who are in.
    var out: Route<OperatorScope> {
        .raw(.post, Self.outPath, .operators(.support)) { [operators, doorway] request, _ in
            if let digest = doorway.digest(Cookies(request.headers)) { try await operators.signOut(digest) }
            return redirect(Self.path, doorway.session.removed)
        }
    }

    @Sendable private func form(_ request: PageRequest, _ visit: Visit) async throws -> PageResponse {
        let next = localPath(request.query["next"])
        if visit.isSignedIn { return .seeOther(next ?? "/") }
        return .html(try await show(page(visit.voice, next: next), request, visit))
    }

    @Sendable private func enter(_ request: PageRequest, _ visit: Visit) async throws -> PageResponse {
        let next = localPath(request.form["next"])
        let email = request.form.text("email").filter { $0 != "\0" }
        do {
            let secret = try await operators.signIn(
                email: email, password: request.form["password"] ?? "", address: visit.address)
            let seconds = Operators.sessionLifetime.components.seconds
            return redirect(next ?? "/", doorway.session.field(secret.text, for: seconds))
        } catch let error as AccountError {
            let page = page(visit.voice, email: email, next: next, error: error)
            return .html(try await show(page, request, visit), status: error.status)
        }
    }

    @Sendable private func speak(_ request: PageRequest, _ visit: Visit) async throws -> PageResponse {
        guard let language = request.parameters["code"].flatMap(Language.init), Language.complete.contains(language)
        else { throw PageError.notFound }
        let year: Int64 = 365 * 24 * 3_600
        return redirect(
            localPath(request.query["next"]) ?? "/", doorway.language.field(language.rawValue, for: year))
    }

    private func page(_ voice: Voice, email: String = "", next: String?, error: AccountError? = nil) -> AdminSignInPage {
        AdminSignInPage(
            action: Self.path,
            fields: [
                FormField(
                    "email", label: voice.say("operators.sign_in.email"), isRequired: true, hasFocus: error == nil,
                    .text(.init(.email, email, autocomplete: "username"))),
                FormField(
                    "password", label: voice.say("operators.sign_in.password"), isRequired: true, hasFocus: error != nil,
                    .text(.init(.password, autocomplete: "current-password"))),
            ],
            error: error.map { voice.say($0.message) }, next: next)
    }
}

private func redirect(_ path: String, _ cookie: HTTPField) -> PageResponse {
    var response = PageResponse.seeOther(path)
    response.headers.append(cookie)
    return response
}
