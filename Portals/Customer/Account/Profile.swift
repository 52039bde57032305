import HTTPTypes
import Platform
import Web

/// A member's own name, language and password.
struct Profile: Sendable {
    let portal: CustomerPortal
    private var accounts: Accounts { portal.accounts }
    private static let access = Access.member(AccountPermissions.profile)

    var routes: [Route<Scope>] {
        [
            .get("/profile", Self.access) { _, scope in
                .page(try await page(scope, name: scope.member.name, language: scope.member.language?.rawValue ?? ""))
            },
            .post("/profile", Self.access) { request, scope in try await save(request, scope) },
            .get("/profile/password", Self.access) { _, scope in .page(passwordPage(scope)) }.freshly,
            .post("/profile/password", Self.access) { request, scope in try await changePassword(request, scope) }.freshly,
        ]
    }

    private func save(_ request: Request, _ scope: Scope) async throws -> Answer<ProfilePage> {
        var problems: [String: Phrase] = [:]
        let name = AccountEntry(request.form).name("name", &problems)
        let language = Language(rawValue: request.form.text("language"))
        guard let name else {
            let page = try await page(scope, name: request.form.text("name"), language: request.form.text("language"), problems)
            return .page(page, status: .unprocessableContent)
        }
        try await accounts.changeProfile(of: try portal.cookie.session(of: request), name: name, language: language)
        return .seeOther("/profile", saying: Announcement(scope.say("platform.said.profile")))
    }

    private func changePassword(_ request: Request, _ scope: Scope) async throws -> Answer<ChangePasswordPage> {
        var problems: [String: Phrase] = [:]
        if let new = AccountEntry(request.form).newPassword("new_password", &problems) {
            do {
                try await accounts.changePassword(
                    of: try portal.cookie.session(of: request), current: request.form["current_password"] ?? "", new: new,
                    telling: try portal.notice(of: .password, request, scope))
                return .seeOther("/profile", saying: Announcement(scope.say("platform.said.password")))
            } catch AccountError.wrongPassword {
                problems["current_password"] = "platform.accounts.wrong_current"
            } catch let error as AccountError {
                problems[error == .breached ? "new_password" : "current_password"] = error.message
            }
        }
        return .page(passwordPage(scope, problems), status: .unprocessableContent)
    }

    private func page(_ scope: Scope, name: String, language: String, _ problems: [String: Phrase] = [:]) async throws -> ProfilePage {
        let address = OwnAddress(scope: scope, delivery: portal.delivery)
        return ProfilePage(action: "/profile", reminder: try await address.reminder(), sections: [FormSection(nil, [
            FormField(
                "name", label: scope.say("platform.fields.name"), error: problems["name"].map(scope.say), isRequired: true,
                hasFocus: !problems.isEmpty, .text(.init(.text, name, autocomplete: "name", maxLength: 200))),
            FormField(
                "language", label: scope.say("platform.fields.language"), help: scope.say("platform.help.own_language"),
                .choice(.init(languages(scope.voice, chosen: language)))),
        ])], links: [
            (SessionRoutes.path, "screen", "sessions"), (PasskeyRoutes.path, "person", "passkeys"), (CodeRoutes.path, "lock", "code"), ("/profile/password", "key", "password"),
        ].map { ProfilePage.Link(path: $0, icon: $1, label: scope.say(Phrase("security.\($2).title")), text: scope.say(Phrase("security.\($2).lead"))) },
        dataPath: OwnDataRoutes.path, addressPath: portal.delivery == .none ? nil : AddressRoutes.path, leavePath: LeavingBusiness.path)
    }

    private func passwordPage(_ scope: Scope, _ problems: [String: Phrase] = [:]) -> ChangePasswordPage {
        let help = scope.say(Phrase("platform.help.password", ["least": .number(Passwords.shortest)]))
        return ChangePasswordPage(action: "/profile/password", userName: scope.member.email, fields: [
            FormField(
                "current_password", label: scope.say("platform.fields.current_password"),
                error: problems["current_password"].map(scope.say), isRequired: true,
                hasFocus: problems["new_password"] == nil, .text(.init(.password, autocomplete: "current-password"))),
            FormField(
                "new_password", label: scope.say("platform.fields.new_password"), help: help,
                error: problems["new_password"].map(scope.say), isRequired: true,
                hasFocus: problems["new_password"] != nil, .text(.init(.password, autocomplete: "new-password"))),
        ])
    }
}

/// The languages whose texts are complete, each by its own name.
func languages(_ voice: Voice, chosen: String) -> [Choice] {
    [Choice("", voice.say("platform.language_auto"), isSelected: chosen.isEmpty)]
        + Language.complete.map { Choice($0.rawValue, $0.endonym, isSelected: $0.rawValue == chosen) }
}
