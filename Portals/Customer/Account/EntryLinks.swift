import Platform
import Web

/// Coming in by a link in a mail, without a password.
struct EntryLinks: Sendable {
    let portal: CustomerPortal
    static let askPath = "/sign-in/link"
    private static let path = "/enter"
    private static let access = Access.open(because: "nobody has signed in yet")

    var routes: [Route<Visit>] {
        [
            .get(Self.askPath, Self.access) { request, visit in .page(asking(visit.voice, request.query.text("email"))) },
            .post(Self.askPath, Self.access) { request, visit in try await ask(request, visit) },
            .get(Self.path, Self.access) { request, visit in
                guard let link = Secret(request.query.text("link")), try await portal.accounts.canEnter(by: link) else {
                    return .page(asking(visit.voice, error: visit.voice.say(AccountError.linkUsed.message)), status: AccountError.linkUsed.status)
                }
                return .page(entering(visit.voice, link.text))
            },
            .post(Self.path, Self.access) { request, visit in try await enter(request, visit) },
        ]
    }

    private func ask(_ request: Request, _ visit: Visit) async throws -> Answer<ResetPage> {
        var problems: [String: Phrase] = [:]
        let typed = request.form.text("email")
        guard let email = AccountEntry(request.form).email(&problems) else {
            return .page(asking(visit.voice, typed, problem: problems["email"].map(visit.voice.say)), status: .unprocessableContent)
        }
        do {
            let link = Secret()
            let mail = try portal.letters.mail(letter(link, visit.voice), to: email, voice: visit.voice)
            try await portal.accounts.askEntry(link, by: mail, from: visit.address)
        } catch let error as AccountError {
            return .page(asking(visit.voice, typed, error: visit.voice.say(error.message)), status: error.status)
        }
        return .seeOther("/sign-in", saying: Announcement(
            visit.voice.say(Phrase("security.enter.asked", ["email": .text(email.text)])), kind: .info))
    }

    private func enter(_ request: Request, _ visit: Visit) async throws -> Answer<ResetPage> {
        do {
            guard let link = Secret(request.form.text("link")) else { throw AccountError.linkUsed }
            let arrival = try await portal.accounts.arrive(by: link, with: portal.device(request, visit))
            return .other(try await portal.arrived(arrival, next: nil, visit))
        } catch AccountError.unproven {
            let word = Announcement(visit.voice.say(AccountError.unproven.message), kind: .info)
            return .seeOther("\(PasswordReset.path)?link=\(urlEscaped(request.form.text("link")))", saying: word)
        } catch let error as AccountError {
            return .page(asking(visit.voice, error: visit.voice.say(error.message)), status: error.status)
        }
    }

    private func letter(_ link: Secret, _ voice: Voice) -> Letter {
        func say(_ key: String) -> String { voice.say(Phrase("security.mail.enter.\(key)")) }
        return Letter(
            "enter", subject: say("subject"), paragraphs: [say("text")],
            action: Letter.Action(say("action"), path: "\(Self.path)?link=\(link.text)"), note: say("note"), lifetime: Accounts.entryLifetime)
    }

    /// Asks whom to send a link.
    private func asking(_ voice: Voice, _ email: String = "", problem: String? = nil, error: String? = nil) -> ResetPage {
        ResetPage(
            title: voice.say("security.enter.ask.title"), text: voice.say("security.enter.ask.text"), action: Self.askPath,
            submit: voice.say("security.enter.ask.submit"), link: nil,
            fields: [FormField(
                "email", label: voice.say("platform.fields.email"), error: problem, isRequired: true, hasFocus: true,
                .text(.init(.email, email, autocomplete: "username", inputMode: "email", maxLength: 254)))],
            error: error)
    }

    /// One button: to look at the page does not use the link.
    private func entering(_ voice: Voice, _ link: String) -> ResetPage {
        ResetPage(
            title: voice.say("security.enter.use.title"), text: voice.say("security.enter.use.text"), action: Self.path,
            submit: voice.say("security.enter.use.submit"), link: link, fields: [], error: nil)
    }
}
