import Platform

/// An invitation as whoever follows its link sees it. Fills `templates/customer/join.mustache`.
struct JoinPage: Page {
    static let template = "customer/join"

    let title: String
    let text: String
    let error: String?
    /// What joins or makes an account; nil where neither can be done here.
    let form: Question?
    /// Where to go instead.
    let signInPath: String?
    /// Signs out and comes back; nil for those who need not.
    let comeBack: String?
    let homePath: String?

    struct Question: Sendable {
        /// Where it posts.
        let action = "/join"
        let link: String
        let fields: [FormField]
        let submit: String
    }
}

/// The steps of joining.
struct JoinPages: Sendable {
    let visit: Visit
    let invited: Invited
    let link: Secret

    func isMeant(_ person: Person) -> Bool { person.email.lowercased() == invited.email.lowercased() }

    /// - Parameter person: who is signed in, if anybody is.
    func page(for person: Person?) -> JoinPage {
        guard let person else { return invited.hasAccount ? signingIn : registering() }
        if isMeant(person) { return page(form: .init(link: link.text, fields: [], submit: say("join"))) }
        let error = say("other_person_signed_in", ["email": .text(person.email), "invited": .text(invited.email)])
        return page(error: error, comeBack: Joining.path(link))
    }

    private var signingIn: JoinPage {
        page(more: say("has_account", ["email": .text(invited.email)]), signInPath: "/sign-in?next=\(urlEscaped(Joining.path(link)))")
    }

    func registering(_ typed: Form = Form(), _ problems: [String: Phrase] = [:]) -> JoinPage {
        let voice = visit.voice
        let name = FormField(
            "name", label: voice.say("platform.fields.name"), error: problems["name"].map(voice.say), isRequired: true,
            hasFocus: problems.isEmpty || problems["name"] != nil, .text(.init(.text, typed.text("name"), autocomplete: "name", maxLength: 200)))
        let password = FormField(
            "password", label: voice.say("platform.fields.password"),
            help: voice.say(Phrase("platform.help.password", ["least": .number(Passwords.shortest)])), error: problems["password"].map(voice.say),
            isRequired: true, hasFocus: problems["name"] == nil && problems["password"] != nil, .text(.init(.password, autocomplete: "new-password")))
        let error = problems.isEmpty ? nil : voice.say(Phrase("platform.form.problems", ["count": .number(problems.count)]))
        return page(
            more: say("new_account", ["email": .text(invited.email)]), error: error,
            form: .init(link: link.text, fields: [name, password], submit: say("register_and_join")))
    }

    /// A link that does not let in.
    static func refusal(_ error: JoinError, _ invited: Invited?, _ visit: Visit) -> JoinPage {
        let title: Phrase = invited.map { Phrase("platform.people.join_title", ["business": .text($0.business)]) } ?? "platform.people.join"
        let text = Phrase("platform.people.ask_again", ["inviter": .text(invited?.inviter ?? "")])
        return JoinPage(
            title: visit.voice.say(title), text: invited == nil || error == .used ? "" : visit.voice.say(text), error: visit.voice.say(error.message), form: nil,
            signInPath: visit.isSignedIn ? nil : "/sign-in", comeBack: nil, homePath: visit.isSignedIn ? "/home" : nil)
    }

    private func page(
        more: String? = nil, error: String? = nil, form: JoinPage.Question? = nil, signInPath: String? = nil, comeBack: String? = nil
    ) -> JoinPage {
        let words: [String: Phrase.Argument] = ["inviter": .text(invited.inviter), "business": .text(invited.business), "role": invited.roleName.map { .text($0) } ?? .phrase(invited.role.name)]
        return JoinPage(
            title: say("join_title", ["business": .text(invited.business)]), text: [say("join_text", words), more].compactMap(\.self).joined(separator: " "),
            error: error, form: form, signInPath: signInPath, comeBack: comeBack, homePath: nil)
    }

    private func say(_ key: String, _ words: [String: Phrase.Argument] = [:]) -> String { visit.voice.say(Phrase("platform.people.\(key)", words)) }
}
