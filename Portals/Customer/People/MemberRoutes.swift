import HTTPTypes
import Platform
import Web

/// `/members/{id}`: another role for a member, their removal, and handing the business over to them.
struct MemberRoutes: Sendable {
    let portal: CustomerPortal
    private static let access = Access.member(AccountPermissions.people)
    private static let transfer = Access.member(AccountPermissions.transfer)

    static func path(_ id: ID<Member>) -> String { "\(Members.path)/\(id)" }

    var routes: [Route<Scope>] {
        [
            .get("\(Members.path)/{id}", Self.access) { request, scope in .page(try await page(try await seat(request, scope), scope)) },
            .post("\(Members.path)/{id}", Self.access) { request, scope in try await change(try await seat(request, scope), request.form, scope) },
            .get("\(Members.path)/{id}/remove", Self.access) { request, scope in .page(try await removing(try await seat(request, scope), scope)) },
            .post("\(Members.path)/{id}/remove", Self.access) { request, scope in try await remove(try await seat(request, scope), request.form, scope) },
            .get("\(Members.path)/{id}/owner", Self.transfer) { request, scope in .page(handingOver(try await seat(request, scope), scope)) },
            .post("\(Members.path)/{id}/owner", Self.transfer) { request, scope in try await handOver(try await seat(request, scope), request, scope) },
        ]
    }

    private func seat(_ request: Request, _ scope: Scope) async throws -> Seat { try await Seat.one(try request.id(), in: scope) }
    private func seats(_ scope: Scope) -> SeatChanges { SeatChanges(in: scope, registry: portal.registry) }

    // MARK: Role

    private func change(_ seat: Seat, _ form: Form, _ scope: Scope) async throws -> Answer<MemberPage> {
        let value = form.text("role"), offered = try await SeatRole.offered(in: scope, portal.registry)
        // That one's own role is not for oneself to change is said before what is wrong with the one that was asked for.
        let role = offered.first { $0.value == value } ?? (seat.id == scope.member.id ? Role(rawValue: value).map { SeatRole($0) } : nil)
        guard let role else {
            let problem = PeopleWords(scope: scope).problem(withRole: value), isKnown = Role(rawValue: value) != nil
            return .page(try await page(seat, scope, error: scope.say(problem)), status: isKnown ? .forbidden : .unprocessableContent)
        }
        do {
            try await seats(scope).change(seat.id, to: role)
        } catch let error as SeatError where error != .gone {
            return .page(try await page(seat, scope, error: scope.say(error.message)), status: error.status)
        }
        let said = Phrase("platform.people.said_role", ["name": .text(seat.name), "role": .text(PeopleWords(scope: scope).name(of: role))])
        return .seeOther(Members.path, saying: Announcement(scope.say(said)))
    }

    private func page(_ seat: Seat, _ scope: Scope, error: String? = nil) async throws -> MemberPage {
        let words = PeopleWords(scope: scope), isSelf = seat.id == scope.member.id, mayChange = !isSelf && seat.role < .owner && seat.role <= scope.member.role
        let note: String? = if isSelf { "own_role" } else if seat.role == .owner { "owner_by_transfer" } else if !mayChange { "rank" } else { nil }
        let fields = mayChange ? [words.roleField(try await SeatRole.offered(in: scope, portal.registry), chosen: seat.roleValue)] : []
        return MemberPage(
            crumbs: words.crumbs, name: seat.name, initials: initials(seat.name),
            facts: [
                Fact(scope.say("platform.fields.email"), seat.email, link: .mail(to: seat.email)),
                Fact(scope.say("platform.home.role"), seat.roleName(scope), tone: seat.role >= .admin ? .brand : .neutral),
                Fact(scope.say("platform.home.since"), scope.formats.date(seat.since)),
            ],
            action: Self.path(seat.id), fields: fields, note: note.map { words.say($0) },
            error: error, removePath: mayChange ? "\(Self.path(seat.id))/remove" : nil,
            ownerPath: !isSelf && scope.may(AccountPermissions.transfer) && seat.role < .owner ? "\(Self.path(seat.id))/owner" : nil,
            leavePath: isSelf ? LeavingBusiness.path : nil)
    }

    // MARK: Removal

    private func remove(_ seat: Seat, _ form: Form, _ scope: Scope) async throws -> Answer<RecordFormPage> {
        do {
            try await seats(scope).end(seat.id, heir: try heir(form))
        } catch let error as SeatError where error != .gone {
            return .page(try await removing(seat, scope, form, error), status: error.status)
        }
        return .seeOther(Members.path, saying: Announcement(PeopleWords(scope: scope).say("said_removed", ["name": .text(seat.name)])))
    }

    private func removing(_ seat: Seat, _ scope: Scope, _ form: Form = Form(), _ error: SeatError? = nil) async throws -> RecordFormPage {
        let words = PeopleWords(scope: scope), owned = words.belongings(try await seats(scope).belongings(of: seat.id))
        let heir = try await words.heirField(
            without: seat.id, chosen: form["heir"] ?? scope.member.id.description, problem: error == .heir ? error?.message : nil)
        return RecordFormPage(
            title: words.say("remove_title", ["name": .text(seat.name)]), text: [words.say("remove_text"), owned].compactMap(\.self).joined(separator: " "),
            crumbs: words.crumbs + [Crumb(seat.name, path: Self.path(seat.id))], action: "\(Self.path(seat.id))/remove", cancelPath: Self.path(seat.id),
            submitLabel: words.say("remove"), isDangerous: true, sections: [FormSection(nil, [heir])],
            error: error.map { scope.say($0.message) })
    }

    // MARK: Another owner

    private func handOver(_ seat: Seat, _ request: Request, _ scope: Scope) async throws -> Answer<RecordFormPage> {
        do {
            try await portal.confirm(request, scope)
            try await seats(scope).handOver(to: seat.id, telling: try await mail(to: seat, scope))
        } catch let error as AccountError {
            let message = error == .wrongPassword ? "platform.accounts.wrong_current" : error.message
            return .page(handingOver(seat, scope, problem: message), status: error.status)
        } catch let error as SeatError where error != .gone {
            return .page(handingOver(seat, scope, error: error.message), status: error.status)
        }
        let said = PeopleWords(scope: scope).say("said_owner", ["name": .text(seat.name), "business": .text(scope.business.name)])
        return .seeOther(Members.path, saying: Announcement(said))
    }

    private func mail(to seat: Seat, _ scope: Scope) async throws -> Mail? {
        guard portal.delivery != .none, let email = EmailAddress(seat.email) else { return nil }
        let own = try await scope.db.first("select u.language from members m join users u on u.id = m.user_id where m.id = \(seat.id)") { row in
            try row.next(String?.self).flatMap(Language.init(rawValue:))
        }
        let voice = portal.voices.voice(portal.voices.language(own ?? nil, scope.business.language, browser: nil), timeZone: scope.business.timeZone)
        return try portal.letters.mail(PeopleLetters(voice: voice).owner(of: scope.business.name, from: scope.member.name), to: email, voice: voice)
    }

    private func handingOver(_ seat: Seat, _ scope: Scope, problem: Phrase? = nil, error: Phrase? = nil) -> RecordFormPage {
        let words = PeopleWords(scope: scope)
        return RecordFormPage(
            title: words.say("owner_title", ["name": .text(seat.name), "business": .text(scope.business.name)]), text: words.say("owner_text"),
            crumbs: words.crumbs + [Crumb(seat.name, path: Self.path(seat.id))], action: "\(Self.path(seat.id))/owner", cancelPath: Self.path(seat.id),
            submitLabel: words.say("make_owner"), isDangerous: true, sections: [FormSection(nil, [.ownPassword(scope, problem)])],
            error: error.map(scope.say))
    }
}

/// Who takes over, as a form says it.
/// - Throws: `SeatError.heir` when it names nobody who could.
func heir(_ form: Form) throws(SeatError) -> ID<Member>? {
    let text = form.text("heir")
    if text.isEmpty { return nil }
    guard let id = ID<Member>(text) else { throw .heir }
    return id
}

extension CustomerPortal {
    /// Asks once more for the password that the form brings, before what somebody who only found the browser must not do.
    /// - Throws: `AccountError`.
    func confirm(_ request: Request, _ scope: Scope) async throws {
        guard let session = cookie.digest(in: Cookies(request.headers)) else { throw Refusal.user }
        try await accounts.confirm(request.form["current_password"] ?? "", of: session)
    }
}

extension FormField {
    /// Asks for one's own password once more.
    static func ownPassword(_ scope: Scope, _ problem: Phrase? = nil) -> FormField {
        FormField(
            "current_password", label: scope.say("platform.fields.current_password"), error: problem.map(scope.say), isRequired: true, hasFocus: true,
            .text(.init(.password, autocomplete: "current-password")))
    }
}
