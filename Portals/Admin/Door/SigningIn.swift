import HTTPTypes
import Platform
import Web

/// Signing in and out, and choosing a language at the door.
struct SigningIn: Sendable {
    static let path = "/sign-in", outPath = "/sign-out"

    let operators: Operators
    let doorway: Doorway

    var routes: [Route<Visit>] {
        let access = Access.open(because: "nobody has signed in yet who is about to")
        return [
            .answering(.get, Self.path, access, form),
            .answering(.post, Self.path, access, enter),
            .raw(.get, "/language/{code}", .open(because: "anyone may read in their language"), speak),
        ]
    }

    /// Signing out, for those who are in.
    var out: Route<OperatorScope> {
        .raw(.post, Self.outPath, .operators(.support)) { [operators, doorway] request, _ in
            if let digest = doorway.digest(Cookies(request.headers)) { try await operators.signOut(digest) }
            return redirect(Self.path, doorway.session.removed)
        }
    }

    @Sendable private func form(_ request: PageRequest, _ visit: Visit) async throws -> Reply<AdminSignInPage> {
        let next = localPath(request.query["next"])
        return visit.isSignedIn ? .other(.seeOther(next ?? "/")) : .page(page(visit.voice, next: next))
    }

    @Sendable private func enter(_ request: PageRequest, _ visit: Visit) async throws -> Reply<AdminSignInPage> {
        let next = localPath(request.form["next"])
        let email = request.form.text("email").filter { $0 != "\0" }
        do {
            let secret = try await operators.signIn(
                email: email, password: request.form["password"] ?? "", address: visit.address)
            let seconds = Operators.sessionLifetime.components.seconds
            return .other(redirect(next ?? "/", doorway.session.field(secret.text, for: seconds)))
        } catch let error as AccountError {
            return .page(page(visit.voice, email: email, next: next, error: error), status: error.status)
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
                    "email", label: voice.say("platform.fields.email"), isRequired: true, hasFocus: error == nil,
                    .text(.init(.email, email, autocomplete: "username", inputMode: "email", maxLength: 254))),
                FormField(
                    "password", label: voice.say("platform.fields.password"), isRequired: true, hasFocus: error != nil,
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
