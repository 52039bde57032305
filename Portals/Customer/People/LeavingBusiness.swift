import Platform

/// `/profile/leave`: giving up one's own seat.
struct LeavingBusiness: Sendable {
    let portal: CustomerPortal
    static let path = "/profile/leave"
    private static let access = Access.member(AccountPermissions.profile)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in .page(try await page(scope)) },
            .post(Self.path, Self.access) { request, scope in try await leave(request.form, scope) },
        ]
    }

    /// The form says which business is meant: another one may have been opened since, in another window.
    private func leave(_ form: Form, _ scope: Scope) async throws -> Answer<RecordFormPage> {
        guard form["business"] == scope.business.id.description else {
            return .page(try await page(scope, form, error: "platform.people.other_business"), status: .unprocessableContent)
        }
        do {
            try await SeatChanges(in: scope, registry: portal.registry).end(scope.member.id, heir: try heir(form))
        } catch let error as SeatError {
            return .page(try await page(scope, form, error: error.message, isHeir: error == .heir), status: error.status)
        }
        return .seeOther(Businesses.path, saying: Announcement(PeopleWords(scope: scope).say("said_left", ["business": .text(scope.business.name)])))
    }

    private func page(_ scope: Scope, _ form: Form = Form(), error: Phrase? = nil, isHeir: Bool = false) async throws -> RecordFormPage {
        let words = PeopleWords(scope: scope)
        let owned = words.belongings(try await SeatChanges(in: scope, registry: portal.registry).belongings(of: scope.member.id))
        let owner = try await scope.db.first("select id from members where role = 'owner' and id <> \(scope.member.id) order by created_at limit 1") { row in
            try row.next(ID<Member>.self).description
        }
        let heir = try await words.heirField(without: scope.member.id, chosen: form["heir"] ?? owner ?? "", problem: isHeir ? error : nil)
        return RecordFormPage(
            title: words.say("leave_title", ["business": .text(scope.business.name)]), text: [words.say("leave_text"), owned].compactMap(\.self).joined(separator: " "),
            crumbs: [Crumb(scope.say("common.profile"), path: "/profile")], action: Self.path, cancelPath: "/profile", submitLabel: words.say("leave"),
            isDangerous: true, sections: [FormSection(nil, [heir])], hidden: [HiddenValue("business", scope.business.id.description)],
            error: error.map(scope.say))
    }
}
