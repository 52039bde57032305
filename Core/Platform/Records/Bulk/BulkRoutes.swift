/// Changing many records at once.
struct BulkRoutes<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry

    var routes: [Route<Scope>] {
        [
            .get("\(kind.path)/edit", .member(kind.permissions.edit)) { request, scope in
                try await editing(scope).page(request.query)
            },
            .post("\(kind.path)/edit", .member(kind.permissions.edit)) { request, scope in
                try await editing(scope).change(request.form)
            },
            .post("\(kind.path)/edit/undo", .member(kind.permissions.edit)) { request, scope in
                try await editing(scope).undo(request.query)
            },
        ]
    }

    private func editing(_ scope: Scope) -> BulkEditing<R> { BulkEditing(kind: kind.seen(by: scope), registry: registry, scope: scope) }
}
