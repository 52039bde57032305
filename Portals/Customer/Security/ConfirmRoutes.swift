import Platform
import Web

/// `/confirm`: who is signed in proves once more that it is them, before what could do harm.
struct ConfirmRoutes: Sendable {
    let portal: CustomerPortal
    static let path = "/confirm"
    private static let optionsPath = "/confirm/passkey"
    private var accounts: Accounts { portal.accounts }
    private var cookie: Cookie { portal.cookie }
    private static let access = Access.member(AccountPermissions.profile)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { request, scope in .page(try await page(request, request.query, scope)) },
            .raw(.post, Self.optionsPath, Self.access) { request, _ in
                .json(try await portal.passkeys.confirming(of: cookie.session(of: request)))
            },
            .post(Self.path, Self.access) { request, scope in try await confirm(request, scope) },
        ]
    }

    private func confirm(_ request: Request, _ scope: Scope) async throws -> Answer<ConfirmPage> {
        let session = try cookie.session(of: request), code = request.form.text("code")
        do {
            if let credential = request.form["credential"] {
                let device = Device(address: scope.origin.address ?? "", agent: request.headers[.userAgent] ?? "")
                try await portal.passkeys.confirm(session, credential, of: scope.member.user, with: device)
            } else if code.isEmpty {
                try await accounts.confirm(session, password: request.form["password"] ?? "")
            } else {
                try await accounts.confirm(session, code: code)
            }
        } catch let error as PasskeyError {
            return .page(try await page(request, request.form, scope, error: error), status: error.status)
        } catch let error as AccountError {
            let field = code.isEmpty ? "password" : "code"
            let message: Phrase = error == .wrongPassword ? "platform.accounts.wrong_current" : error.message
            return .page(try await page(request, request.form, scope, [field: message]), status: error.status)
        }
        return done(request.form, scope)
    }

    private func done(_ form: Form, _ scope: Scope) -> Answer<ConfirmPage> {
        let word: Announcement? = form["again"] == nil ? nil : Announcement(scope.say("security.confirm.again"), kind: .warning)
        return .seeOther(localPath(form["next"]) ?? "/profile", saying: word)
    }

    private func page(
        _ request: Request, _ form: Form, _ scope: Scope, _ problems: [String: Phrase] = [:], error: PasskeyError? = nil
    ) async throws -> ConfirmPage {
        let session = try cookie.session(of: request)
        let hasCode = try await accounts.secondFactor(of: session).since != nil
        let hasPasskey = try await !portal.passkeys.all(of: session).isEmpty
        let isAgain = form["again"] != nil
        return ConfirmPage(
            action: Self.path, passkeyOptionsPath: hasPasskey ? Self.optionsPath : nil, error: error.map { scope.say($0.message) },
            userName: scope.member.email, text: scope.say(isAgain ? "security.confirm.text_again" : "security.confirm.text"),
            hidden: [HiddenValue("next", localPath(form["next"]) ?? "/profile")] + (isAgain ? [HiddenValue("again", "true")] : []),
            password: hasCode ? nil : FormField(
                "password", label: scope.say("platform.fields.password"), error: problems["password"].map(scope.say), isRequired: true,
                hasFocus: true, .text(.init(.password, autocomplete: "current-password"))),
            code: hasCode ? FormField(
                "code", label: scope.say("security.second.code"), error: (problems["code"] ?? problems["password"]).map(scope.say), isRequired: true,
                hasFocus: true, .text(.init(.text, autocomplete: "one-time-code", inputMode: "numeric", maxLength: 20))) : nil)
    }
}
