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
            .get("\(Members.path)/{id}/owner", Self.transfer) { request, scope in .page(handingOver(try await seat(request, scope), scope)) }.freshly,
            .post("\(Members.path)/{id}/owner", Self.transfer) { request, scope in try await handOver(try await seat(request, scope), scope) }.freshly,
        ]
    }

    private func seat(_ request: Request, _ scope: Scope) async throws -> Seat { try await Seat.one(try request.id(), in: scope) }
    private func seats(_ scope: Scope) -> SeatChanges { SeatChanges(in: scope, registry: portal.registry) }

    // MARK: Role

    private func change(_ seat: Seat, _ form: Form, _ scope: Scope) async throws -> Answer<MemberPage> {
        let value = form.text("role"), roles = Roles(portal.registry, in: scope), offered = try await roles.assignable()
        // That one's own role is not for oneself to change is said before what is wrong with the one that was asked for.
        let role = offered.first { $0.key == value } ?? (seat.id == scope.member.id ? Role(rawValue: value).map { BusinessRole($0) } : nil)
        guard let role else {
            let problem = PeopleWords(scope: scope).problem(withRole: value), isKnown = Role(rawValue: value) != nil
            return .page(try await page(seat, scope, error: scope.say(problem)), status: isKnown ? .forbidden : .unprocessableContent)
        }
        do {
            try await roles.assign(role, to: seat.id)
        } catch let error as SeatError where error != .gone {
            return .page(try await page(seat, scope, error: scope.say(error.message)), status: error.status)
        }
        let said = Phrase("platform.people.said_role", ["name": .text(seat.name), "role": .phrase(role.name)])
        return .seeOther(Members.path, saying: Announcement(scope.say(said)))
    }

    private func page(_ seat: Seat, _ scope: Scope, error: String? = nil) async throws -> MemberPage {
        let words = PeopleWords(scope: scope), isSelf = seat.id == scope.member.id, isOwner = seat.role.rung == .owner
        let mayChange = !isSelf && !isOwner && Granting(portal.registry, in: scope).mayGovern(seat.role)
        let note: String? = if isSelf { "own_role" } else if isOwner { "owner_by_transfer" } else if !mayChange { "rank" } else { nil }
        let fields = mayChange ? [words.roleField(try await Roles(portal.registry, in: scope).assignable(), chosen: seat.role.key)] : []
        return MemberPage(
            crumbs: words.crumbs, name: seat.name, initials: initials(seat.name),
            facts: [
                Fact(scope.say("platform.fields.email"), seat.email, link: .mail(to: seat.email)),
                Fact(scope.say("platform.home.role"), scope.say(seat.role.name), tone: seat.role.rung >= .admin ? .brand : .neutral),
                Fact(scope.say("platform.home.since"), scope.formats.date(seat.since)),
            ],
            action: Self.path(seat.id), fields: fields, note: note.map { words.say($0) },
            error: error, removePath: mayChange ? "\(Self.path(seat.id))/remove" : nil,
            ownerPath: !isSelf && scope.may(AccountPermissions.transfer) && seat.role.rung < .owner ? "\(Self.path(seat.id))/owner" : nil,
            leavePath: isSelf ? LeavingBusiness.path : nil,
            rightsPath: scope.may(AccountPermissions.roles) ? "\(RoleRoutes.member)/\(seat.id)" : nil)
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

    private func handOver(_ seat: Seat, _ scope: Scope) async throws -> Answer<RecordFormPage> {
        do {
            try await seats(scope).handOver(to: seat.id, telling: try await mail(to: seat, scope))
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

    private func handingOver(_ seat: Seat, _ scope: Scope, error: Phrase? = nil) -> RecordFormPage {
        let words = PeopleWords(scope: scope)
        return RecordFormPage(
            title: words.say("owner_title", ["name": .text(seat.name), "business": .text(scope.business.name)]), text: words.say("owner_text"),
            crumbs: words.crumbs + [Crumb(seat.name, path: Self.path(seat.id))], action: "\(Self.path(seat.id))/owner", cancelPath: Self.path(seat.id),
            submitLabel: words.say("make_owner"), isDangerous: true, sections: [],
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
