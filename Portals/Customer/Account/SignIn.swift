import HTTPTypes
import Platform
import Web

/// Signing in and out.
struct SignIn: Sendable {
    let portal: CustomerPortal
    private static let access = Access.open(because: "nobody has signed in yet")

    var routes: [Route<Visit>] {
        [
            .get("/sign-in", Self.access) { request, visit in
                .page(page(visit.voice, next: localPath(request.query["next"])))
            },
            .post("/sign-in", Self.access) { request, visit in try await signIn(request, visit) },
            .raw(.post, "/sign-out", .open(because: "who has signed in may always leave")) { request, _ in
                if let digest = portal.cookie.digest(in: Cookies(request.headers)) { try await portal.accounts.signOut(digest) }
                return .seeOther(localPath(request.form["next"]) ?? "/sign-in", setting: portal.cookie.removed)
            },
        ]
    }

    private func signIn(_ request: Request, _ visit: Visit) async throws -> Answer<SignInPage> {
        let email = request.form.text("email")
        let next = localPath(request.form["next"])
        do {
            let arrival = try await portal.accounts.arrive(
                email: email, password: request.form["password"] ?? "", with: portal.device(request, visit))
            return .other(try await portal.arrived(arrival, next: next, visit))
        } catch let error as AccountError {
            let page = page(visit.voice, email: email, error: visit.voice.say(error.message), next: next)
            return .page(page, status: error.status)
        }
    }

    func page(_ voice: Voice, email: String = "", error: String? = nil, next: String? = nil) -> SignInPage {
        SignInPage(
            action: "/sign-in", fields: .signIn(email: email, voice, offersPasskeys: true), error: error, next: next, registerPath: "/sign-up",
            forgottenPath: portal.delivery == .none ? nil : PasswordReset.askPath,
            linkPath: portal.delivery == .none ? nil : EntryLinks.askPath,
            companyPath: CompanySignIn.path + (next.map { "?next=\(urlEscaped($0))" } ?? ""), passkeyPath: PasskeyEntry.path, passkeyOptionsPath: PasskeyEntry.optionsPath)
    }
}
