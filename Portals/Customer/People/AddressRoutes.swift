import HTTPTypes
import Platform
import Web

/// `/profile/address`: another address, and the link that confirms one. Served where mail is sent.
struct AddressRoutes: Sendable {
    let portal: CustomerPortal
    static let path = "/profile/address"
    static let confirmPath = "/profile/confirm"
    private static let access = Access.member(AccountPermissions.profile)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in .page(page(scope)) }.freshly,
            .post(Self.path, Self.access) { request, scope in try await change(request, scope) }.freshly,
            .post(Self.confirmPath, Self.access) { (request: Request, scope: Scope) -> Answer<RecordFormPage> in
                guard let email = EmailAddress(scope.member.email) else { throw PageError.notFound }
                if try await isVerified(scope) { return .seeOther("/profile", saying: Announcement(scope.say("platform.address.said_verified"))) }
                try await send(to: email, isNew: false, request, scope)
                return .seeOther("/profile", saying: Announcement(said(email, scope), kind: .info))
            },
        ]
    }

    /// The address that is kept stays until the other one is shown to be theirs.
    private func change(_ request: Request, _ scope: Scope) async throws -> Answer<RecordFormPage> {
        var problems: [String: Phrase] = [:]
        guard let email = AccountEntry(request.form).email(&problems) else { return .page(page(scope, request.form, problems), status: .unprocessableContent) }
        if email.text.lowercased() == scope.member.email.lowercased() {
            return .page(page(scope, request.form, ["email": "platform.address.same"]), status: .unprocessableContent)
        }
        do {
            try await send(to: email, isNew: true, request, scope)
        } catch let error as AccountError {
            return .page(page(scope, request.form, ["email": error.message]), status: error.status)
        }
        return .seeOther("/profile", saying: Announcement(said(email, scope), kind: .info))
    }

    private func send(to email: EmailAddress, isNew: Bool, _ request: Request, _ scope: Scope) async throws {
        let session = try portal.cookie.session(of: request)
        let link = Secret(), letter = PeopleLetters(voice: scope.voice).address(link, isNew: isNew)
        try await portal.accounts.askAddress(
            link, by: try portal.letters.mail(letter, to: email, voice: scope.voice), session: session, from: scope.origin.address ?? "")
    }

    private func isVerified(_ scope: Scope) async throws -> Bool {
        try await OwnAddress(scope: scope, delivery: portal.delivery).isVerified()
    }

    private func said(_ email: EmailAddress, _ scope: Scope) -> String {
        scope.say(Phrase("platform.address.said_sent", ["email": .text(email.text)]))
    }

    private func page(_ scope: Scope, _ typed: Form = Form(), _ problems: [String: Phrase] = [:]) -> RecordFormPage {
        let email = FormField(
            "email", label: scope.say("platform.address.new"), error: problems["email"].map(scope.say), isRequired: true,
            hasFocus: true,
            .text(.init(.email, typed.text("email"), autocomplete: "email", inputMode: "email", maxLength: 254)))
        return RecordFormPage(
            title: scope.say("platform.address.change_title"), text: scope.say(Phrase("platform.address.change_text", ["email": .text(scope.member.email)])),
            crumbs: [Crumb(scope.say("common.profile"), path: "/profile")], action: Self.path, cancelPath: "/profile",
            submitLabel: scope.say("platform.address.send"),
            sections: [FormSection(nil, [email])],
            error: problems.isEmpty ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(problems.count)])))
    }
}

/// Whether a member has shown that the address they have is theirs.
struct OwnAddress: Sendable {
    let scope: Scope
    let delivery: Delivery

    func isVerified() async throws -> Bool {
        try await scope.db.value("select email_verified_at is not null from users where id = \(scope.member.user)")
    }

    /// What reminds of it; nil where it is confirmed, or where no mail is sent.
    func reminder() async throws -> AddressReminder? {
        guard delivery != .none, try await !isVerified() else { return nil }
        return AddressReminder(
            text: scope.say(Phrase("platform.address.reminder", ["email": .text(scope.member.email)])), path: AddressRoutes.confirmPath,
            label: scope.say("platform.address.again"))
    }
}

/// Asks to confirm an address. Fills `templates/customer/reminder.mustache`.
struct AddressReminder: Sendable {
    let text: String
    /// Where a POST sends the link again.
    let path: String
    let label: String
}
