import FoundationEssentials
import Platform

/// `/settings/privacy`: what people asked the business about themselves, and how long it keeps what it no longer needs.
struct PrivacyRoutes: Sendable {
    static let path = SubjectRequests.path
    static let access = Access.member(AccountPermissions.privacy)

    let registry: Registry

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in .page(try await PrivacyOverview(registry, scope).page()) },
            .get("\(Self.path)/new", Self.access) { request, scope in
                .page(try await RequestForm(scope: scope).page(typed: RequestForm(scope: scope).begun(request.query, registry)))
            },
            .post("\(Self.path)/new", Self.access) { request, scope in try await begin(request.form, scope) },
        ] + answering
    }

    private var answering: [Route<Scope>] {
        let one = "\(Self.path)/requests/{request}"
        return [
            .get(one, Self.access) { request, scope in .page(try await desk(request, scope).page()) },
            // What would go: nothing is changed, but it is asked by the records that were chosen, of which there may be many.
            .post(one, Self.access) { request, scope in .page(try await desk(request, scope).preview(request.form)) }.freshly,
            .raw(.get, "\(one)/export", Self.access) { request, scope in try await desk(request, scope).export() }.freshly,
            .post("\(one)/erase", Self.access) { request, scope in try await desk(request, scope).erase(request.form) }.freshly,
            .post("\(one)/close", Self.access) { request, scope in try await desk(request, scope).close() },
        ]
    }

    /// - Throws: `PageError.notFound`.
    private func desk(_ request: Request, _ scope: Scope) async throws -> RequestDesk {
        guard let id = ID<SubjectRequest>(request.parameters["request"] ?? ""), let found = try await SubjectRequests(in: scope).one(id)
        else { throw PageError.notFound }
        return RequestDesk(registry: registry, scope: scope, request: found)
    }

    private func begin(_ form: Form, _ scope: Scope) async throws -> Answer<RecordFormPage> {
        let entry = RequestForm(scope: scope)
        var problems: [String: Phrase] = [:]
        guard let subject = entry.subject(form, &problems) else {
            return .page(try await entry.page(typed: form, problems), status: .unprocessableContent)
        }
        let id = try await SubjectRequests(in: scope).begin(subject)
        return .seeOther("\(Self.path)/requests/\(id)")
    }
}

/// The form that takes a request down.
struct RequestForm: Sendable {
    let scope: Scope

    /// - Returns: nil when something is wrong with it.
    func subject(_ form: Form, _ problems: inout [String: Phrase]) -> Subject? {
        let (email, phone) = (EmailAddress(form.text("email")), PhoneNumber(form.text("phone")))
        if email == nil, !form.text("email").isEmpty { problems["email"] = "platform.problems.email" }
        if !form.text("phone").isEmpty {
            guard let phone else {
                problems["phone"] = "platform.problems.phone"
                return nil
            }
            if !Subject.isLong(phone) { problems["phone"] = "privacy.errors.short" }
        }
        guard problems.isEmpty else { return nil }
        let subject = Subject(email: email, phone: phone)
        if subject == nil { problems["email"] = PrivacyError.nobody.message }
        return subject
    }

    /// What is known already, where somebody comes from the page of a record.
    func begun(_ query: Form, _ registry: Registry) async throws -> Form {
        guard let id = UUID(text: query.text("id")), let known = try await registry.contact(of: id, in: query.text("record"), scope) else { return Form() }
        return Form([("email", known.email ?? ""), ("phone", known.phone ?? "")])
    }

    func page(typed: Form, _ problems: [String: Phrase] = [:]) async throws -> RecordFormPage {
        func say(_ key: String) -> String { scope.say(Phrase("privacy.requests.\(key)")) }
        return RecordFormPage(
            title: say("new"), text: say("new_text"), crumbs: [Crumb(scope.say("privacy.title"), path: PrivacyRoutes.path)],
            action: "\(PrivacyRoutes.path)/new", cancelPath: PrivacyRoutes.path, submitLabel: say("look"),
            sections: [FormSection(nil, [
                FormField(
                    "email", label: say("email"), error: problems["email"].map(scope.say), hasFocus: problems["phone"] == nil,
                    .text(.init(.email, typed.text("email"), inputMode: "email", maxLength: 254))),
                FormField(
                    "phone", label: say("phone"), help: say("phone_help"), error: problems["phone"].map(scope.say), hasFocus: problems["phone"] != nil,
                    .text(.init(.tel, typed.text("phone"), inputMode: "tel", maxLength: 50))),
            ])])
    }
}
