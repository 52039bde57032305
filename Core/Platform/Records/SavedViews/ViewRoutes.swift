/// Where a list's views are saved, changed and deleted. Whoever may read the records may have views of them.
struct ViewRoutes<R: Record>: Sendable {
    let kind: RecordKind<R>

    private var path: String { "\(kind.path)/views" }
    private var access: Access { .member(kind.permissions.read) }

    var routes: [Route<Scope>] { adding + changing + doing + deleting }

    private func pages(_ scope: Scope) -> ViewPages<R> { ViewPages(kind: kind.seen(by: scope), scope: scope) }

    private func view(_ request: Request, _ scope: Scope) async throws -> SavedView {
        try await SavedViews(of: kind.table, in: scope).mine(try request.id())
    }

    private var adding: [Route<Scope>] {
        [
            .get("\(path)/new", access) { request, scope in .page(pages(scope).form(nil, request.query)) },
            .post("\(path)/new", access) { request, scope in
                try await pages(scope).take(request.form, of: nil) { views, draft in try await views.add(draft) }
            },
        ]
    }

    private var changing: [Route<Scope>] {
        [
            .get("\(path)/{id}", access) { request, scope in .page(pages(scope).form(try await view(request, scope), nil)) },
            .post("\(path)/{id}", access) { request, scope in
                let view = try await view(request, scope)
                return try await pages(scope).take(request.form, of: view) { views, draft in
                    try await views.change(view, name: draft.name, isShared: draft.isShared)
                    return view.id
                }
            },
        ]
    }

    private var doing: [Route<Scope>] {
        [
            .post("\(path)/{id}/save", access) { (request: Request, scope: Scope) -> Answer<RecordFormPage> in
                let view = try await view(request, scope), kind = kind.seen(by: scope), views = SavedViews(of: kind.table, in: scope)
                try await views.replace(view, by: ViewDraft(request.form, kind), of: kind)
                return pages(scope).lead(to: try await views.one(view.id), saying: "said_saved")
            },
            // One's own list may open with what others share, so this needs no more than to see the view.
            .post("\(path)/{id}/first", access) { (request: Request, scope: Scope) -> Answer<RecordFormPage> in
                let views = SavedViews(of: kind.table, in: scope), view = try await views.one(try request.id()), isFirst = request.form["first"] != "false"
                try await views.open(view, first: isFirst)
                return pages(scope).lead(to: view, saying: isFirst ? "said_first" : "said_not_first")
            },
        ]
    }

    private var deleting: [Route<Scope>] {
        [
            .get("\(path)/{id}/delete", access) { request, scope in .page(pages(scope).question(try await view(request, scope))) },
            .post("\(path)/{id}/delete", access) { (request: Request, scope: Scope) -> Answer<DeletePage> in
                let view = try await view(request, scope)
                try await SavedViews(of: kind.table, in: scope).delete(view)
                return .seeOther(kind.path, saying: Announcement(pages(scope).say("said_deleted", view.name)))
            },
        ]
    }
}

/// The pages about saved views.
struct ViewPages<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    func say(_ key: String, _ name: String = "") -> String {
        scope.say(Phrase("platform.saved.\(key)", ["name": .text(name)]))
    }

    private var crumbs: [Crumb] { [Crumb(scope.say(kind.many), path: kind.path)] }
    private func path(_ view: SavedView) -> String { ListFrame(kind: kind, scope: scope, page: .list, query: Form(), views: []).path(view) }

    func lead<P: Page>(to view: SavedView, saying key: String) -> Answer<P> {
        .seeOther(path(view), saying: Announcement(say(key, view.name)))
    }

    /// - Parameters:
    ///   - view: nil for a new one.
    ///   - typed: what was typed, and for a new one `page` and `where`.
    func form(_ view: SavedView?, _ typed: Form?, _ problems: [String: Phrase] = [:]) -> RecordFormPage {
        let typed = typed ?? Form([("name", view?.name ?? ""), ("shared", String(view?.isShared == true))])
        let draft = ViewDraft(typed, kind)
        let name = FormField(
            "name", label: say("name"), help: say("name_help"), error: problems["name"].map(scope.say), isRequired: true, hasFocus: true,
            .text(.init(.text, typed["name"] ?? "", maxLength: SavedView.mostName)))
        let shared = FormField("shared", label: say("share"), help: say("share_help"), .checkbox(.init(draft.isShared)))
        let back = draft.page == .list ? kind.path : "\(kind.path)/\(draft.page.rawValue)"
        return RecordFormPage(
            title: say(view == nil ? "new_title" : "edit_title", view?.name ?? ""), text: view == nil ? say("new_text") : nil, crumbs: crumbs,
            action: "\(kind.path)/views/\(view?.id.description ?? "new")",
            cancelPath: view.map(path) ?? "\(back)?\(Form([("view", "all")] + draft.query.fields).urlEncoded)", submitLabel: say("submit"),
            sections: [FormSection(nil, [name] + (scope.may(AccountPermissions.shareViews) ? [shared] : []))],
            hidden: view == nil ? [HiddenValue("page", draft.page.rawValue), HiddenValue("where", draft.query.urlEncoded)] : [],
            error: problems.isEmpty ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(problems.count)])))
    }

    func take(
        _ form: Form, of view: SavedView?, _ body: (SavedViews, ViewDraft) async throws -> ID<SavedView>
    ) async throws -> Answer<RecordFormPage> {
        let draft = ViewDraft(form, kind), views = SavedViews(of: kind.table, in: scope)
        var problems = draft.problems
        if problems.isEmpty {
            do {
                return lead(to: try await views.one(try await body(views, draft)), saying: "said_saved")
            } catch let error as ViewError {
                problems["name"] = error.message
            }
        }
        return .page(self.form(view, form, problems), status: .unprocessableContent)
    }

    func question(_ view: SavedView) -> DeletePage {
        DeletePage(
            title: say("delete_title", view.name), text: say(view.isShared ? "delete_shared" : "delete_text", view.name), crumbs: crumbs,
            action: "\(kind.path)/views/\(view.id)/delete", cancelPath: path(view))
    }
}
