import Platform

/// Fills `templates/customer/directory.mustache`.
struct DirectoryPage: Page {
    static let template = "customer/directory"

    let crumbs: [Crumb]
    /// What is told to the directory.
    let address: String
    let newPath: String
    /// nil while there is none.
    let table: Table?
    /// How many people and groups it told of, in words; nil before it has.
    let counts: String?
    /// Who has no seat, and why; nil where nobody waits.
    let waiting: Table?
    /// That there are more of them; nil where all are shown.
    let more: String?
    let retryPath: String

    init(_ scope: Scope, address: String, tokens: [DirectoryToken], counts: WaitingPeople.Counts, waiting: [WaitingPeople.Person]) {
        crumbs = Self.crumbs(scope)
        self.address = address
        newPath = "\(DirectoryTokenRoutes.path)/new"
        retryPath = "\(DirectoryTokenRoutes.path)/retry"
        table = tokens.isEmpty ? nil : Self.table(tokens, scope)
        self.counts = counts.people + counts.groups == 0 ? nil : scope.formats.list([
            scope.say(Phrase("scim.page.people", ["count": .number(counts.people)])), scope.say(Phrase("scim.page.groups", ["count": .number(counts.groups)])),
        ])
        self.waiting = waiting.isEmpty ? nil : Self.table(waiting, scope)
        more = counts.waiting > waiting.count ? scope.say(Phrase("scim.page.more", ["count": .number(counts.waiting - waiting.count)])) : nil
    }

    static func crumbs(_ scope: Scope) -> [Crumb] { [Crumb(scope.say("platform.home.settings"), path: "/settings")] }

    private static func table(_ tokens: [DirectoryToken], _ scope: Scope) -> Table {
        let token = scope.say("scim.page.token"), maker = scope.say("platform.keys.maker"), used = scope.say("platform.keys.used")
        let state = scope.say("platform.keys.state")
        return Table(scope.say("scim.page.tokens"), columns: [scope.say("platform.keys.name"), token, maker, used, state].map { Table.Column($0) }, rows: tokens.map {
            let isOpen = $0.revokedAt == nil
            return Table.Row(id: $0.id.description, title: $0.name, cells: [
                Table.Cell("\($0.prefix)…", label: token, style: .muted), Table.Cell($0.maker, label: maker),
                Table.Cell(self.used($0, scope), label: used, style: .date),
                .badge(scope.say(isOpen ? "platform.keys.states.active" : "platform.keys.states.revoked"), isOpen ? .positive : .negative, label: state),
            ], action: isOpen ? .init(scope.say("scim.page.revoke"), leadingTo: "\(DirectoryTokenRoutes.path)/\($0.id)/revoke") : nil)
        })
    }

    static func used(_ token: DirectoryToken, _ scope: Scope) -> String {
        guard let at = token.lastUsedAt else { return scope.say("platform.keys.unused") }
        return scope.say(Phrase("platform.keys.used_at", [
            "when": .text(scope.formats.relative(at, to: scope.now)), "address": .text(token.lastUsedAddress ?? "–"),
        ]))
    }

    private static func table(_ people: [WaitingPeople.Person], _ scope: Scope) -> Table {
        let reason = scope.say("scim.page.reason"), signIn = scope.say("scim.page.user_name")
        return Table(scope.say("scim.page.waiting"), columns: [.init(scope.say("platform.home.member")), .init(signIn), .init(reason)], rows: people.map {
            Table.Row(id: $0.id, title: $0.name, cells: [
                Table.Cell($0.userName, label: signIn, style: .muted),
                Table.Cell(scope.say(Phrase("scim.page.reasons.\($0.reason)")), label: reason, style: .reason),
            ])
        })
    }
}

/// Makes a token: asks for its name, then shows it, the only time it can be seen. Fills `templates/customer/directory-token.mustache`.
struct DirectoryTokenPage: Page {
    static let template = "customer/directory-token"

    let crumbs: [Crumb]
    let listPath: String
    // Exactly one of these is there.
    let question: Question?
    let made: Made?

    struct Question: Sendable {
        let action: String
        /// What the token is to be known by, so that a form sent twice makes one.
        let id: String
        let sections: [FormSection]
        let error: String?
    }

    struct Made: Sendable {
        let name: String
        let secret: String
        /// What is told to the directory beside it.
        let address: String
    }

    private init(_ scope: Scope, _ question: Question?, _ made: Made?) {
        crumbs = DirectoryPage.crumbs(scope) + [Crumb(scope.say("scim.title"), path: DirectoryTokenRoutes.path)]
        listPath = DirectoryTokenRoutes.path
        self.question = question
        self.made = made
    }

    init(asking scope: Scope, _ typed: Form = Form(), problem: Phrase? = nil, error: Phrase? = nil) {
        let field = FormField(
            "name", label: scope.say("platform.keys.name"), help: scope.say("scim.page.name_help"), error: problem.map(scope.say), isRequired: true,
            hasFocus: true, .text(.init(.text, typed.text("name"), maxLength: 100)))
        let question = Question(
            action: "\(DirectoryTokenRoutes.path)/new", id: typed["id"] ?? ID<DirectoryToken>().description, sections: [FormSection(nil, [field])],
            error: error.map(scope.say))
        self.init(scope, question, nil)
    }

    init(made name: String, _ secret: DirectorySecret, address: String, _ scope: Scope) {
        self.init(scope, nil, Made(name: name, secret: secret.text, address: address))
    }
}
