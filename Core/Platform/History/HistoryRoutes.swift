extension RecordRoutes {
    /// What happened to a record, and the end of what is known of a person.
    var remembering: [Route<Scope>] { [history] + (kind.permissions.erase.map(erasing) ?? []) }

    private var history: Route<Scope> {
        .get("\(kind.path)/{id}/history", .member(kind.permissions.read)) { request, scope in
            .page(try await HistoryShowing(kind: kind.seen(by: scope), scope: scope).page(try request.id(of: R.self), request.query))
        }
    }

    private func erasing(_ permission: Permission) -> [Route<Scope>] {
        [
            .get("\(kind.path)/{id}/erase", .member(permission)) { request, scope in
                .page(try await Erasing(kind: kind.seen(by: scope), scope: scope).question(try request.id(of: R.self)))
            }.closedToAssists,
            .post("\(kind.path)/{id}/erase", .member(permission)) { request, scope in
                try await Erasing(kind: kind.seen(by: scope), scope: scope).erase(try request.id(of: R.self), request.form)
            }.closedToAssists,
        ]
    }
}
