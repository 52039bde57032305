import Platform

/// Reads whom somebody invites, and shows it back with what is wrong.
struct InviteForm: Sendable {
    let scope: Scope
    let typed: Form
    /// Whether the links go out by mail; otherwise they are handed over.
    let isMailed: Bool
    /// Those that this member may give.
    let roles: [BusinessRole]
    private var problems: [String: Phrase] = [:]
    private var words: PeopleWords { PeopleWords(scope: scope) }

    init(scope: Scope, typed: Form, isMailed: Bool, roles: [BusinessRole]) {
        self.scope = scope
        self.typed = typed
        self.isMailed = isMailed
        self.roles = roles
    }

    /// The addresses between commas, semicolons, spaces and line ends, each once; `Ana <ana@example.com>` is one, too.
    /// - Returns: nil when something is wrong; the page then says what.
    mutating func invitations() -> (emails: [EmailAddress], role: BusinessRole)? {
        var seen: Set<String> = []
        let texts = Self.addresses(typed["emails"] ?? "").filter { seen.insert($0.lowercased()).inserted }
        let wrong = texts.filter { EmailAddress($0) == nil }
        let role = roles.first { $0.key == typed.text("role") }
        if texts.isEmpty { problems["emails"] = "platform.problems.required" }
        if texts.count > Invitations.mostAtOnce { problems["emails"] = Phrase("platform.people.too_many_emails", ["most": .number(Invitations.mostAtOnce)]) }
        if !wrong.isEmpty {
            let shown = wrong.prefix(5).map { String($0.prefix(100)) }
            problems["emails"] = Phrase("platform.people.emails_wrong", ["count": .number(wrong.count), "emails": .text(scope.formats.list(shown))])
        }
        if role == nil { problems["role"] = words.problem(withRole: typed.text("role")) }
        guard problems.isEmpty, let role else { return nil }
        return (texts.compactMap(EmailAddress.init), role)
    }

    private static func addresses(_ text: String) -> [String] {
        text.split { ",;\n\r".contains($0) || $0.isNewline }.flatMap { part -> [String] in
            if let open = part.firstIndex(of: "<"), let close = part[open...].firstIndex(of: ">") { return [trimmed(String(part[part.index(after: open)..<close]))] }
            return part.split(whereSeparator: \.isWhitespace).map { trimmed(String($0)) }
        }.filter { !$0.isEmpty }
    }

    /// - Parameters:
    ///   - waiting: those that were invited before, who can be sent their link again.
    ///   - links: what was made and is to be handed over.
    func page(_ error: InvitationError? = nil, waiting: [Invitation] = [], links: [InvitePage.Link] = []) -> InvitePage {
        let emails = FormField(
            "emails", label: words.say("emails"), help: words.say(isMailed ? "emails_help" : "emails_help_unmailed"),
            error: problems["emails"].map(scope.say), isRequired: true, hasFocus: problems["role"] == nil,
            .longText(.init(links.isEmpty ? typed["emails"] ?? "" : "", maxLength: 20_000)))
        return InvitePage(
            crumbs: words.crumbs, action: InviteRoutes.newPath, cancelPath: Members.path,
            sections: [FormSection(nil, [emails, words.roleField(roles, chosen: typed["role"] ?? Role.staff.rawValue, problem: problems["role"])])],
            error: (error?.message ?? (problems.isEmpty ? nil : Phrase("platform.form.problems", ["count": .number(problems.count)]))).map(scope.say),
            submit: words.say(isMailed ? "invite" : "make_links"), waiting: waiting.map { InvitationsPage.Row($0, scope) }, links: links,
            hasWaiting: !waiting.isEmpty, hasLinks: !links.isEmpty)
    }
}
