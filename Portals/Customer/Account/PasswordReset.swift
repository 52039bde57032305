import Platform
import Web

/// Choosing another password by a link in a mail, for those who cannot sign in.
struct PasswordReset: Sendable {
    let portal: CustomerPortal
    static let askPath = "/forgotten"
    static let path = "/reset"
    private static let access = Access.open(because: "who forgot a password cannot sign in")

    var routes: [Route<Visit>] {
        [
            .get(Self.askPath, Self.access) { request, visit in .page(asking(visit.voice, request.query.text("email"))) },
            .post(Self.askPath, Self.access) { request, visit in try await ask(request, visit) },
            .get(Self.path, Self.access) { request, visit in
                guard let link = Secret(request.query.text("link")), try await portal.accounts.canReset(by: link) else {
                    return .page(asking(visit.voice, error: visit.voice.say(AccountError.linkUsed.message)), status: AccountError.linkUsed.status)
                }
                return .page(choosing(visit.voice, link.text))
            },
            .post(Self.path, Self.access) { request, visit in try await reset(request, visit) },
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
            try await portal.accounts.askReset(
                link, by: portal.letters.mail(letter(link, visit.voice), to: email, voice: visit.voice), from: visit.address)
        } catch let error as AccountError {
            return .page(asking(visit.voice, typed, error: visit.voice.say(error.message)), status: error.status)
        }
        return .seeOther("/sign-in", saying: Announcement(
            visit.voice.say(Phrase("platform.reset.asked", ["email": .text(email.text)])), kind: .info))
    }

    private func reset(_ request: Request, _ visit: Visit) async throws -> Answer<ResetPage> {
        var problems: [String: Phrase] = [:]
        let password = AccountEntry(request.form).newPassword("new_password", &problems)
        let text = request.form.text("link")
        guard let password else {
            return .page(choosing(visit.voice, text, problem: problems["new_password"].map(visit.voice.say)), status: .unprocessableContent)
        }
        do {
            guard let link = Secret(text) else { throw AccountError.linkUsed }
            try await portal.accounts.resetPassword(by: link, to: password) { email, name, language in
                let voice = language.map { portal.voices.voice($0) } ?? visit.voice
                return try portal.notice(of: .password, to: email, named: name, from: portal.device(request, visit), voice)
            }
        } catch AccountError.breached {
            return .page(choosing(visit.voice, text, problem: visit.voice.say(AccountError.breached.message)), status: .unprocessableContent)
        } catch let error as AccountError {
            return .page(asking(visit.voice, error: visit.voice.say(error.message)), status: error.status)
        }
        return .seeOther("/sign-in", saying: Announcement(visit.voice.say("platform.reset.done")))
    }

    private func letter(_ link: Secret, _ voice: Voice) -> Letter {
        func say(_ key: String) -> String { voice.say(Phrase("platform.mail.reset.\(key)")) }
        return Letter(
            "reset", subject: say("subject"), paragraphs: [say("text")],
            action: Letter.Action(say("action"), path: "\(Self.path)?link=\(link.text)"), note: say("note"), lifetime: Accounts.resetLifetime)
    }
}

extension PasswordReset {
    /// Asks whom to send a link.
    private func asking(_ voice: Voice, _ email: String = "", problem: String? = nil, error: String? = nil) -> ResetPage {
        ResetPage(
            title: voice.say("platform.reset.ask.title"), text: voice.say("platform.reset.ask.text"), action: Self.askPath,
            submit: voice.say("platform.reset.ask.submit"), link: nil,
            fields: [FormField(
                "email", label: voice.say("platform.fields.email"), error: problem, isRequired: true, hasFocus: true,
                .text(.init(.email, email, autocomplete: "username", inputMode: "email", maxLength: 254)))],
            error: error)
    }

    /// Asks for the new password.
    private func choosing(_ voice: Voice, _ link: String, problem: String? = nil) -> ResetPage {
        ResetPage(
            title: voice.say("platform.reset.choose.title"), text: voice.say("platform.reset.choose.text"), action: Self.path,
            submit: voice.say("platform.reset.choose.submit"), link: link,
            fields: [FormField(
                "new_password", label: voice.say("platform.fields.new_password"),
                help: voice.say(Phrase("platform.help.password", ["least": .number(Passwords.shortest)])), error: problem,
                isRequired: true, hasFocus: true, .text(.init(.password, autocomplete: "new-password")))],
            error: nil)
    }
}
