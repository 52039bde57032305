import Platform
import Web

/// `/welcome`: where new operators choose their password, by the link they were sent.
struct OperatorWelcome: Sendable {
    static let path = "/welcome"
    private static let access = Access.open(because: "a new operator has no password yet to sign in with")

    let operators: Operators

    var routes: [Route<Visit>] {
        [
            .get(Self.path, Self.access) { request, visit in
                guard let link = Secret(request.query.text("link")), try await operators.canWelcome(by: link) else { return gone(visit.voice) }
                return .page(page(visit.voice, link.text))
            },
            .post(Self.path, Self.access) { request, visit in
                guard let link = Secret(request.form.text("link")) else { return gone(visit.voice) }
                let password = request.form["new_password"] ?? ""
                if let problem = problem(password) { return .page(page(visit.voice, link.text, problem), status: .unprocessableContent) }
                guard try await operators.setPassword(by: link, to: password) else { return gone(visit.voice) }
                return .seeOther(SigningIn.path, saying: Announcement(visit.voice.say("operators.accounts.welcome.done")))
            },
        ]
    }

    private func problem(_ password: String) -> Phrase? {
        if password.unicodeScalars.count < Passwords.shortest { return Phrase("platform.problems.password_short", ["least": .number(Passwords.shortest)]) }
        return password.utf8.count > Passwords.longest ? Phrase("platform.problems.password_long", ["most": .number(Passwords.longest)]) : nil
    }

    private func gone(_ voice: Voice) -> Answer<OperatorWelcomePage> {
        .page(
            OperatorWelcomePage(link: nil, action: Self.path, fields: [], error: voice.say("operators.accounts.welcome.gone")),
            status: AccountError.linkUsed.status)
    }

    private func page(_ voice: Voice, _ link: String, _ problem: Phrase? = nil) -> OperatorWelcomePage {
        OperatorWelcomePage(
            link: link, action: Self.path,
            fields: [FormField(
                "new_password", label: voice.say("platform.fields.new_password"),
                help: voice.say(Phrase("platform.help.password", ["least": .number(Passwords.shortest)])), error: problem.map(voice.say),
                isRequired: true, hasFocus: true, .text(.init(.password, autocomplete: "new-password")))],
            error: nil)
    }
}
