import Platform

/// `/settings/fields`: where a business adds fields of its own to its records.
struct FieldRoutes: Sendable {
    let registry: Registry

    static let path = "/settings/fields"
    private static let access = Access.member(AccountPermissions.fields)

    var routes: [Route<Scope>] { [list] + adding + changing + removing }

    private var list: Route<Scope> {
        .get(Self.path, Self.access) { _, scope in .page(FieldPages(registry: registry, scope: scope).list) }
    }

    private var adding: [Route<Scope>] {
        [
            .get("\(Self.path)/{table}/new", Self.access) { request, scope in
                .page(pages(scope).form(try table(request, scope), nil, Form([("kind", "text")])))
            },
            .post("\(Self.path)/{table}/new", Self.access) { request, scope in
                let kind = try table(request, scope)
                return try await take(request.form, kind, nil, scope) { draft in
                    try await FieldDefinitions(of: kind.table, in: scope).add(draft)
                }
            },
        ]
    }

    private var changing: [Route<Scope>] {
        [
            .get("\(Self.path)/{table}/{name}", Self.access) { request, scope in
                let (kind, field) = try field(request, scope)
                return .page(pages(scope).form(kind, field, FieldPages.typed(field)))
            },
            .post("\(Self.path)/{table}/{name}", Self.access) { request, scope in
                let (kind, field) = try field(request, scope)
                return try await take(request.form, kind, field, scope) { draft in
                    try await FieldDefinitions(of: kind.table, in: scope).change(field.name, draft)
                }
            },
        ]
    }

    private var removing: [Route<Scope>] {
        [
            .get("\(Self.path)/{table}/{name}/delete", Self.access) { request, scope in
                let (kind, field) = try field(request, scope)
                return .page(pages(scope).question(kind, field))
            },
            .post("\(Self.path)/{table}/{name}/delete", Self.access) { (request: Request, scope: Scope) -> Answer<DeletePage> in
                let (kind, field) = try field(request, scope)
                try await FieldDefinitions(of: kind.table, in: scope).remove(field.name)
                return .seeOther(Self.path, saying: Announcement(scope.say(Phrase("platform.custom.removed", ["label": .text(field.label)]))))
            },
        ]
    }

    private func take(
        _ form: Form, _ kind: Extendable, _ field: CustomField?, _ scope: Scope, _ body: (FieldDraft) async throws -> Void
    ) async throws -> Answer<RecordFormPage> {
        let draft = FieldDraft(form, kind: field?.kind)
        var problems = draft.problems
        if problems.isEmpty {
            do {
                try await body(draft)
                let said = Phrase("platform.said.saved", ["title": .text(form.text("label"))])
                return .seeOther(Self.path, saying: Announcement(scope.say(said)))
            } catch let error as FieldDefinitionError {
                problems["label"] = error.message
            }
        }
        return .page(pages(scope).form(kind, field, form, problems), status: .unprocessableContent)
    }

    private func pages(_ scope: Scope) -> FieldPages { FieldPages(registry: registry, scope: scope) }

    private func table(_ request: Request, _ scope: Scope) throws -> Extendable {
        guard let kind = registry.extendable(for: scope).first(where: { $0.table == request.parameters["table"] }) else { throw PageError.notFound }
        return kind
    }

    private func field(_ request: Request, _ scope: Scope) throws -> (Extendable, CustomField) {
        let kind = try table(request, scope)
        guard let field = kind.fields.first(where: { $0.name == request.parameters["name"] }) else { throw PageError.notFound }
        return (kind, field)
    }
}
