/// The addresses of what members add to records: notes and files. They need no line in a module.
struct AttachedRoutes<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry

    var routes: [Route<Scope>] { notes + files }

    private var access: Access { .member(kind.permissions.edit) }
    private var notesPath: String { "\(kind.path)/{id}/notes" }
    private var filesPath: String { "\(kind.path)/{id}/attachments" }

    private func desk(_ request: Request, _ scope: Scope) throws -> AttachedDesk<R> {
        AttachedDesk(kind: kind.seen(by: scope), registry: registry, scope: scope, id: try request.id(of: R.self))
    }

    private var notes: [Route<Scope>] {
        [
            .post(notesPath, access) { request, scope in
                try await desk(request, scope).add(request.form)
            },
            .get("\(notesPath)/{note}/edit", access) { request, scope in
                .page(try await desk(request, scope).edit(try request.id("note")))
            },
            .post("\(notesPath)/{note}", access) { request, scope in
                try await desk(request, scope).change(try request.id("note"), request.form)
            },
            .get("\(notesPath)/{note}/delete", access) { request, scope in
                .page(try await desk(request, scope).removal(of: try request.id("note", of: Note.self)))
            },
            .post("\(notesPath)/{note}/delete", access) { request, scope in
                try await desk(request, scope).remove(try request.id("note"))
            },
        ]
    }

    private var files: [Route<Scope>] {
        [
            .post(filesPath, access, streams: true) { request, scope in
                try await desk(request, scope).attach(request)
            },
            .get("\(filesPath)/{file}/delete", access) { request, scope in
                .page(try await desk(request, scope).removal(of: try request.id("file", of: Attachment.self)))
            },
            .post("\(filesPath)/{file}/delete", access) { request, scope in
                try await desk(request, scope).detach(try request.id("file"))
            },
        ]
    }
}
