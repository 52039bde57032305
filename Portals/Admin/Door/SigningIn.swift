import Platform
import Web

/// Signing in and out.
struct SigningIn: Sendable {
    static let path = "/sign-in", outPath = "/sign-out"

    let operators: Operators
    let doorway: Doorway

    var routes: [Route<Visit>] {
        let access = Access.open(because: "nobody has signed in yet who is about to")
        return [
            .get(Self.path, access, form),
            .post(Self.path, access, enter),
        ]
    }

    /// Signing out, for those who are in.
    var out: Route<OperatorScope> {
        .raw(.post, Self.outPath, .operators(.support)) { [operators, doorway] request, _ in
            if let digest = doorway.session.digest(in: Cookies(request.headers)) { try await operators.signOut(digest) }
            return .seeOther(Self.path, setting: doorway.session.removed)
        }
    }

    @Sendable private func form(_ request: PageRequest, _ visit: Visit) async throws -> Answer<AdminSignInPage> {
        let next = localPath(request.query["next"])
        return visit.isSignedIn ? .seeOther(next ?? "/") : .page(page(visit.voice, next: next))
    }

    @Sendable private func enter(_ request: PageRequest, _ visit: Visit) async throws -> Answer<AdminSignInPage> {
        let next = localPath(request.form["next"])
        let email = request.form.text("email").filter { $0 != "\0" }
        do {
            let secret = try await operators.signIn(
                email: email, password: request.form["password"] ?? "", address: visit.address)
            let seconds = Operators.sessionLifetime.components.seconds
            return .other(.seeOther(next ?? "/", setting: doorway.session.field(secret.text, for: seconds)))
        } catch let error as AccountError {
            return .page(page(visit.voice, email: email, next: next, error: error), status: error.status)
        }
    }

    private func page(_ voice: Voice, email: String = "", next: String?, error: AccountError? = nil) -> AdminSignInPage {
        AdminSignInPage(
            action: Self.path, fields: .signIn(email: email, voice), error: error.map { voice.say($0.message) }, next: next)
    }
}
