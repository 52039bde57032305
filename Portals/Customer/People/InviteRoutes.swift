import Platform

/// `/members/invitations`: who was asked to join and has not yet; and `/members/invite`, where they are asked.
struct InviteRoutes: Sendable {
    let registry: Registry
    let letters: Letters
    let voices: Voices
    let delivery: Delivery
    static let path = "/members/invitations"
    static let newPath = "/members/invite"
    private static let access = Access.member(AccountPermissions.people)
    private static let most = 50

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { request, scope in .page(try await list(request.query, scope)) },
            .get(Self.newPath, Self.access) { _, scope in .page(try await form(scope).page()) },
            .post(Self.newPath, Self.access) { request, scope in try await invite(request.form, scope) },
            .post("\(Self.path)/{id}/resend", Self.access) { request, scope in try await resend(try request.id(), scope) },
            .post("\(Self.path)/{id}/revoke", Self.access) { (request: Request, scope: Scope) -> Answer<InvitationsPage> in
                let id: ID<Invitation> = try request.id(), invitation = try await Invitations(in: scope).one(id)
                try await Invitations(in: scope).revoke(id)
                let mayRestore = Granting(registry, in: scope).mayAssign(invitation.role)
                return said("said_revoked", invitation.email, scope, undo: mayRestore ? "\(Self.path)/\(id)/restore" : nil)
            },
            .post("\(Self.path)/{id}/restore", Self.access) { (request: Request, scope: Scope) -> Answer<InvitationsPage> in
                let id: ID<Invitation> = try request.id()
                try await Invitations(in: scope).restore(id, registry)
                return said("said_restored", try await Invitations(in: scope).one(id).email, scope)
            },
        ]
    }

    private func list(_ query: Form, _ scope: Scope) async throws -> InvitationsPage {
        let term = String(query.text("q").prefix(200)).filter { $0 != "\0" }, words = PeopleWords(scope: scope)
        let before = query["before"].flatMap(ID<Invitation>.init)
        async let count = Invitations(in: scope).count()
        let found = try await Invitations(in: scope).open(holding: term, before: before, most: Self.most)
        let shown = found.prefix(Self.most), next = found.count > Self.most ? shown.last : nil
        func path(_ fields: [(name: String, value: String)]) -> String {
            let fields = ([(name: "q", value: term)] + fields).filter { !$0.value.isEmpty }
            return fields.isEmpty ? Self.path : "\(Self.path)?\(Form(fields).urlEncoded)"
        }
        return InvitationsPage(
            tabs: words.tabs(try await count, isInvitations: true), invitePath: Self.newPath, path: Self.path, hidden: [],
            search: Search(scope.say("platform.fields.email"), value: term), filters: [], clearPath: term.isEmpty ? nil : Self.path,
            rows: shown.map { InvitationsPage.Row($0, scope) }, isNarrowed: !term.isEmpty || before != nil,
            pager: before == nil && next == nil ? nil : Pager(
                previousPath: before == nil ? nil : path([]), nextPath: next.map { path([(name: "before", value: $0.id.description)]) }))
    }

    /// Invites all addresses, or nobody.
    private func invite(_ typed: Form, _ scope: Scope) async throws -> Answer<InvitePage> {
        var form = try await form(scope, typed)
        guard let (emails, role) = form.invitations() else { return .page(form.page(), status: .unprocessableContent) }
        let invitations = Invitations(in: scope)
        let drafts = try emails.map { try draft(to: $0, as: scope.say(role.name), scope) }
        do {
            try await admit(scope)
            try await invitations.send(drafts, as: role)
        } catch let error as InvitationError {
            let waiting = if case .invited = error { try await invitations.open(for: emails) } else { [Invitation]() }
            return .page(form.page(error, waiting: waiting), status: error.status)
        }
        if delivery == .none { return .page(form.page(links: drafts.map { link($0) })) }
        // A word that is carried to the next page is a short one.
        let said = emails.count > 5
            ? PeopleWords(scope: scope).say("said_invited_many", ["count": .number(emails.count)])
            : PeopleWords(scope: scope).say("said_invited", ["emails": .text(scope.formats.list(emails.map(\.text)))])
        return .seeOther(Self.path, saying: Announcement(said))
    }

    private func resend(_ id: ID<Invitation>, _ scope: Scope) async throws -> Answer<InvitePage> {
        let invitations = Invitations(in: scope), invitation = try await invitations.one(id)
        guard Granting(registry, in: scope).mayAssign(invitation.role) else { throw InvitationError.roleTooHigh }
        try await admit(scope)
        let draft = try draft(to: invitation.email, as: scope.say(invitation.role.name), scope)
        try await invitations.resend(id, draft)
        if delivery == .none { return .page(try await form(scope).page(links: [link(draft)])) }
        let said = PeopleWords(scope: scope).say("said_resent", ["email": .text(invitation.email.text)])
        return .seeOther(Self.path, saying: Announcement(said))
    }

    /// Whoever makes up an address sends nothing in anybody's name.
    private func admit(_ scope: Scope) async throws {
        guard delivery == .sent, try await !OwnAddress(scope: scope, delivery: delivery).isVerified() else { return }
        throw InvitationError.unconfirmed
    }

    /// In the language of the business, where it has one: nobody knows the language of whoever is invited.
    private func draft(to email: EmailAddress, as role: String, _ scope: Scope) throws -> InvitationDraft {
        let link = Secret()
        guard delivery != .none else { return InvitationDraft(to: email, link: link, mail: nil) }
        let voice = voices.voice(voices.language(scope.business.language, scope.voice.language, browser: nil), timeZone: scope.business.timeZone)
        let letter = PeopleLetters(voice: voice).invitation(link, from: scope.member.name, to: scope.business.name, as: role)
        return InvitationDraft(to: email, link: link, mail: try letters.mail(letter, to: email, voice: voice))
    }

    private func link(_ draft: InvitationDraft) -> InvitePage.Link {
        InvitePage.Link(email: draft.email.text, address: letters.address(Joining.path(draft.link)))
    }

    private func form(_ scope: Scope, _ typed: Form = Form()) async throws -> InviteForm {
        InviteForm(scope: scope, typed: typed, isMailed: delivery != .none, roles: try await Roles(registry, in: scope).assignable())
    }

    private func said<P: Page>(_ key: String, _ email: EmailAddress, _ scope: Scope, undo: String? = nil) -> Answer<P> {
        .seeOther(Self.path, saying: Announcement(PeopleWords(scope: scope).say(key, ["email": .text(email.text)]), undo: undo))
    }
}
