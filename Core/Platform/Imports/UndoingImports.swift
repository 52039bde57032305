/// Taking an import back: the question, and doing it.
extension Importing {
    var undoing: [Route<Scope>] {
        [
            .get("\(path)/{id}/undo", access) { request, scope -> Answer<ImportUndoPage> in
                let stored = try await undoable(request, scope)
                guard stored.state == .done else { return .seeOther("\(path)/\(stored.id)") }
                return .page(try await question(stored, scope))
            },
            .raw(.post, "\(path)/{id}/undo", access) { request, scope in
                let stored = try await undoable(request, scope)
                try await imports(scope).undo(stored.id)
                return .seeOther("\(path)/\(stored.id)")
            },
        ]
    }

    private func undoable(_ request: Request, _ scope: Scope) async throws -> StoredImport {
        let stored = try await imports(scope).one(request.id())
        try kind.authoriseUndo(scope)
        guard try await imports(scope).canBeUndone(stored.id) else { throw PageError.notFound }
        return stored
    }

    private func question(_ stored: StoredImport, _ scope: Scope) async throws -> ImportUndoPage {
        let place = ImportPlace(kind: kind, scope: scope)
        let coming = try await ImportUndo(kind: kind, id: stored.id).preview(in: scope.db)
        let counted = [("removed", coming.removed), ("restored", coming.restored), ("left", coming.left)].filter { $0.1 > 0 }.map { name, count in
            Phrase("imports.undo.will.\(name)", ["count": .number(count)])
        }
        let named: [Phrase] = stored.tally?.named.isEmpty == false ? ["imports.undo.will.named"] : []
        let isAny = coming.removed + coming.restored > 0
        return ImportUndoPage(
            title: scope.say(Phrase("imports.undo.title", ["file": .text(stored.fileName)])),
            crumbs: place.crumbs + [Crumb(place.title, path: place.path)],
            sentences: ((isAny ? [] : ["imports.undo.will.nothing"]) + counted + (isAny ? named + ["imports.undo.will.finally"] : [])).map(scope.say),
            action: isAny ? place.path(stored.id, "undo") : nil, cancelPath: place.path(stored.id))
    }
}
