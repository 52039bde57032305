import Platform

/// `/operators`: who runs the platform. For admins alone.
struct OperatorRoutes: Sendable {
    static let path = "/operators"

    /// Make mails that lead to this portal; nil where no mail goes out.
    let letters: Letters?

    var routes: [Route<OperatorScope>] {
        [
            .get(Self.path, .operators(.admin)) { _, scope in
                .page(OperatorList(scope: scope, sendsMail: letters != nil).page(try await OperatorAccounts(scope: scope).all()))
            },
            .post(Self.path, .operators(.admin)) { request, scope in try await add(request.form, scope) },
            .post("\(Self.path)/{id}/role", .operators(.admin)) { request, scope in
                guard let role = OperatorRole(rawValue: request.form.text("role")) else { throw PageError.badForm }
                return try await change(request, scope, "role") { (role, $0.isActive) }
            },
            .post("\(Self.path)/{id}/link", .operators(.admin)) { request, scope in try await sendAgain(request, scope) },
            .post("\(Self.path)/{id}/deactivate", .operators(.admin)) { request, scope in
                try await change(request, scope, "deactivated") { ($0.role, false) }
            },
            .post("\(Self.path)/{id}/activate", .operators(.admin)) { request, scope in
                try await change(request, scope, "activated") { ($0.role, true) }
            },
        ]
    }

    private func change(
        _ request: Request, _ scope: OperatorScope, _ what: String, _ wish: (OperatorAccounts.Account) -> (OperatorRole, Bool)
    ) async throws -> Answer<OperatorsPage> {
        let accounts = OperatorAccounts(scope: scope), account = try await accounts.one(request.id())
        let (role, isActive) = wish(account)
        let isDone = try await accounts.change(account.id, to: role, isActive: isActive)
        return said(isDone ? what : "already", account.name, scope, isDone: isDone)
    }

    private func add(_ typed: Form, _ scope: OperatorScope) async throws -> Answer<OperatorsPage> {
        guard let letters else { throw PageError.notFound }
        var entry = OperatorEntry(typed)
        if let right = entry.read() {
            let link = Secret()
            let mail = try letters.mail(letter(link, scope.voice), to: right.email, voice: scope.voice)
            if try await OperatorAccounts(scope: scope).add(right, link, mail) { return said("added", right.name, scope, isDone: true) }
            entry.refuse("email", "operators.accounts.email_taken")
        }
        let all = try await OperatorAccounts(scope: scope).all()
        return .page(OperatorList(scope: scope, sendsMail: true).page(all, entry), status: .unprocessableContent)
    }

    private func sendAgain(_ request: Request, _ scope: OperatorScope) async throws -> Answer<OperatorsPage> {
        guard let letters else { throw PageError.notFound }
        let accounts = OperatorAccounts(scope: scope), account = try await accounts.one(request.id())
        guard let address = EmailAddress(account.email) else { throw PageError.notFound }
        let link = Secret(), mail = try letters.mail(letter(link, scope.voice), to: address, voice: scope.voice)
        let isDone = try await accounts.sendLink(to: account.id, link, mail)
        return said(isDone ? "link_sent" : "link_not_sent", account.name, scope, isDone: isDone)
    }

    private func said(_ what: String, _ name: String, _ scope: OperatorScope, isDone: Bool) -> Answer<OperatorsPage> {
        let text = scope.voice.say(Phrase("operators.accounts.said.\(what)", ["name": .text(name)]))
        return .seeOther(Self.path, saying: Announcement(text, kind: isDone ? .success : .info))
    }

    private func letter(_ link: Secret, _ voice: Voice) -> Letter {
        func say(_ key: String) -> String { voice.say(Phrase("operators.accounts.letter.\(key)")) }
        return Letter(
            "operator", subject: say("subject"), paragraphs: [say("text")],
            action: Letter.Action(say("action"), path: "\(OperatorWelcome.path)?link=\(link.text)"), note: say("note"), lifetime: Operators.linkLifetime)
    }
}
