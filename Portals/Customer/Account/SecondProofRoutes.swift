import Platform
import Web

/// The second proof of those who have a second factor, before any session is open.
struct SecondProofRoutes: Sendable {
    let portal: CustomerPortal
    static let path = "/sign-in/code"
    private static let access = Access.open(because: "who has shown one proof of two is not in yet")

    var routes: [Route<Visit>] {
        [
            .get(Self.path, Self.access) { request, visit in
                guard let digest = portal.challenge.digest(in: Cookies(request.headers)), try await portal.accounts.isChallenged(digest) else {
                    return Answer<ResetPage>.seeOther("/sign-in")
                }
                return .page(page(visit.voice, next: localPath(request.query["next"])))
            },
            .post(Self.path, Self.access) { request, visit in try await prove(request, visit) },
        ]
    }

    private func prove(_ request: Request, _ visit: Visit) async throws -> Answer<ResetPage> {
        let next = localPath(request.query["next"])
        do {
            guard let digest = portal.challenge.digest(in: Cookies(request.headers)) else { throw AccountError.challengeOver }
            let proven = try await portal.accounts.prove(request.form.text("code"), to: digest, with: portal.device(request, visit))
            let secret = try await portal.accounts.enter(proven, telling: try portal.notice(to: proven.arrival, visit))
            var response = portal.entered(secret, on: proven.arrival.device, at: next ?? "/home")
            response.headers.append(portal.challenge.removed)
            return .other(response)
        } catch let error as AccountError where error == .challengeOver || error == .wrongPassword {
            return .seeOther("/sign-in", saying: Announcement(visit.voice.say(AccountError.challengeOver.message), kind: .warning))
        } catch let error as AccountError {
            return .page(page(visit.voice, next: next, error: error), status: error.status)
        }
    }

    private func page(_ voice: Voice, next: String?, error: AccountError? = nil) -> ResetPage {
        ResetPage(
            title: voice.say("security.second.title"), text: voice.say("security.second.text"),
            action: Self.path + (next.map { "?next=\(urlEscaped($0))" } ?? ""), submit: voice.say("security.second.submit"), link: nil,
            fields: [FormField(
                "code", label: voice.say("security.second.code"), help: voice.say("security.second.help"),
                isRequired: true, hasFocus: true, .text(.init(.text, autocomplete: "one-time-code", maxLength: 40)))],
            error: error.map { voice.say($0.message) })
    }
}
