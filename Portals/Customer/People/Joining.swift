import HTTPTypes
import Platform
import Web

/// `/join`: where the link of an invitation leads. Whoever is signed in with its address joins by one button, others sign in first, and
/// who has no account makes one here.
struct Joining: Sendable {
    let portal: CustomerPortal
    private static let path = "/join"
    private static let access = Access.open(because: "who was invited may not have an account yet")

    static func path(_ link: Secret) -> String { "\(path)?link=\(link.text)" }

    var routes: [Route<Visit>] {
        [
            .get(Self.path, Self.access) { request, visit in try await show(request.query.text("link"), request, visit) },
            .post(Self.path, Self.access) { request, visit in try await join(request, visit) },
        ]
    }

    private func show(_ text: String, _ request: Request, _ visit: Visit) async throws -> Answer<JoinPage> {
        guard let link = Secret(text), let invited = try await portal.accounts.invited(by: link) else { return refused(.gone, nil, visit) }
        if let refusal = invited.refusal { return refused(refusal, invited, visit) }
        return .page(JoinPages(visit: visit, invited: invited, link: link).page(for: try await person(request)))
    }

    private func join(_ request: Request, _ visit: Visit) async throws -> Answer<JoinPage> {
        guard let link = Secret(request.form.text("link")), let invited = try await portal.accounts.invited(by: link) else { return refused(.gone, nil, visit) }
        if let refusal = invited.refusal { return refused(refusal, invited, visit) }
        let pages = JoinPages(visit: visit, invited: invited, link: link)
        do {
            if let person = try await person(request), let session = portal.cookie.digest(in: Cookies(request.headers)) {
                guard pages.isMeant(person) else { return .page(pages.page(for: person), status: JoinError.otherPerson.status) }
                try await portal.accounts.join(by: link, session: session)
                portal.entries.forget(person.id)
                return welcome(invited, visit, .seeOther("/home"))
            }
            return try await register(request.form, pages, visit)
        } catch let error as JoinError {
            return refused(error, invited, visit)
        }
    }

    private func register(_ form: Form, _ pages: JoinPages, _ visit: Visit) async throws -> Answer<JoinPage> {
        guard !pages.invited.hasAccount else { return .page(pages.page(for: nil), status: JoinError.hasAccount.status) }
        var problems: [String: Phrase] = [:]
        let name = AccountEntry(form).name("name", &problems), password = AccountEntry(form).newPassword("password", &problems)
        guard let name, let password else { return .page(pages.registering(form, problems), status: .unprocessableContent) }
        let device = Device(address: visit.address, agent: visit.agent)
        let secret = try await portal.accounts.register(
            by: pages.link, name: name, password: password, language: visit.voice.language, with: device)
        return welcome(pages.invited, visit, portal.entered(secret, on: device, at: "/home"))
    }

    private func welcome(_ invited: Invited, _ visit: Visit, _ way: Response) -> Answer<JoinPage> {
        let said = visit.voice.say(Phrase("platform.people.said_joined", ["business": .text(invited.business)]))
        var response = way
        portal.said.say(Announcement(said), after: &response)
        return .other(response)
    }

    private func refused(_ error: JoinError, _ invited: Invited?, _ visit: Visit) -> Answer<JoinPage> {
        .page(JoinPages.refusal(error, invited, visit), status: error.status)
    }

    private func person(_ request: Request) async throws -> Person? {
        guard let session = portal.cookie.digest(in: Cookies(request.headers)) else { return nil }
        return try await portal.accounts.person(session)
    }
}
