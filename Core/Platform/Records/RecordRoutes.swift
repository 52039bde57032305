/// The pages every record has: list, one, form, delete with undo, picker, export, import.
struct RecordRoutes<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry

    var routes: [Route<Scope>] {
        [list, picker] + views + ViewRoutes(kind: kind).routes + writing + BulkRoutes(kind: kind, registry: registry).routes + deleting + [export] + Importing(kind: kind, registry: registry).routes + remembering + AttachedRoutes(kind: kind, registry: registry).routes + [one]
    }

    private var list: Route<Scope> {
        .get(kind.path, .member(kind.permissions.read)) { request, scope in
            try await Listing(kind: kind.seen(by: scope).choosing(request.query), registry: registry, scope: scope).page(request.query)
        }
    }

    private var views: [Route<Scope>] {
        board + calendar
    }

    private var calendar: [Route<Scope>] {
        guard let field = R.schema.calendar else { return [] }
        return [
            .get("\(kind.path)/calendar", .member(kind.permissions.read)) { request, scope in
                .page(try await MonthCalendar(kind: kind.seen(by: scope).choosing(request.query), scope: scope, field: try kind.seen(by: scope).shown(field)).page(request.query))
            },
        ]
    }

    private var board: [Route<Scope>] {
        guard let field = R.schema.board else { return [] }
        return [
            .get("\(kind.path)/board", .member(kind.permissions.read)) { request, scope in
                .page(try await Board(kind: kind.seen(by: scope).choosing(request.query), registry: registry, scope: scope, field: try kind.seen(by: scope).shown(field)).page(request.query))
            },
            .post("\(kind.path)/{id}/move", .member(kind.permissions.edit)) { request, scope in
                try await Moving(kind: kind.seen(by: scope), scope: scope, field: try kind.seen(by: scope).writable(field))
                    .move(try request.id(of: R.self), request.form.filling(request.query))
            },
        ]
    }

    private var one: Route<Scope> {
        .get("\(kind.path)/{id}", .member(kind.permissions.read)) { request, scope in
            .page(try await Showing(kind: kind.seen(by: scope), registry: registry, scope: scope).page(try request.id(of: R.self), request.query))
        }
    }

    private var picker: Route<Scope> {
        .get("\(kind.path)/picker", .member(kind.permissions.read)) { request, scope in
            .page(try await Picker(kind: kind.seen(by: scope), scope: scope).fragment(request.query.text("q")))
        }
    }

    private var export: Route<Scope> {
        .raw(.get, "\(kind.path)/export", .member(kind.permissions.export)) { request, scope in
            try Exporting(kind: kind.seen(by: scope), scope: scope).file(request.query)
        }.closedToAssists
    }

    private var writing: [Route<Scope>] {
        [
            .get("\(kind.path)/new", .member(kind.permissions.create)) { request, scope in
                .page(try await form(scope).fresh(request.query))
            },
            .post(kind.path, .member(kind.permissions.create), streams: R.takesFiles) { request, scope in
                try await form(scope).create(typed(request, scope))
            },
            .get("\(kind.path)/{id}/edit", .member(kind.permissions.edit)) { request, scope in
                .page(try await form(scope).edit(try request.id(of: R.self)))
            },
            .post("\(kind.path)/{id}", .member(kind.permissions.edit), streams: R.takesFiles) { request, scope in
                try await Saving(kind: kind.seen(by: scope), registry: registry, scope: scope).save(try request.id(of: R.self), typed(request, scope))
            },
        ]
    }

    private func form(_ scope: Scope) -> Editing<R> { Editing(kind: kind.seen(by: scope), registry: registry, scope: scope) }

    /// The form, whose files are stored by then.
    private func typed(_ request: Request, _ scope: Scope) async throws -> Form {
        try await FileForm(kind: kind.seen(by: scope), files: registry.files, scope: scope).read(request)
    }

    private var deleting: [Route<Scope>] {
        [
            .get("\(kind.path)/{id}/delete", .member(kind.permissions.delete)) { request, scope in
                .page(try await Deleting(kind: kind.seen(by: scope), scope: scope).question(try request.id(of: R.self)))
            },
            .post("\(kind.path)/{id}/delete", .member(kind.permissions.delete)) { request, scope in
                try await Deleting(kind: kind.seen(by: scope), scope: scope).delete([try request.id(of: R.self)])
            },
            .post("\(kind.path)/delete", .member(kind.permissions.delete)) { request, scope in
                try await Deleting(kind: kind.seen(by: scope), scope: scope).delete(request.form.all("id").compactMap(ID<R>.init))
            },
            .post("\(kind.path)/restore", .member(kind.permissions.delete)) { request, scope in
                try await Deleting(kind: kind.seen(by: scope), scope: scope).restore(request.query.all("id").compactMap(ID<R>.init))
            },
        ]
    }
}
