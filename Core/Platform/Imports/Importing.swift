/// The steps of an import: the file, its columns, the check, the result.
struct Importing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry

    var routes: [Route<Scope>] { [fresh, upload, one, columns, check, start, problems] + undoing }

    var path: String { "\(kind.path)/import" }
    var access: Access { .member(kind.permissions.create) }

    private var fresh: Route<Scope> {
        .get(path, access) { _, scope in .page(try await uploadPage(scope)) }
    }

    private var upload: Route<Scope> {
        .post(path, access, streams: true) { request, scope -> Answer<ImportUploadPage> in
            do {
                let id = try await ImportUpload(imports: imports(scope)).take(request)
                return .seeOther("\(path)/\(id)")
            } catch let error as UploadError {
                return .page(try await uploadPage(scope, error: error.message), status: error.status)
            }
        }
    }

    /// Shows where the import is: its columns, how far it has come, or what it came to.
    private var one: Route<Scope> {
        Route(.get, "\(path)/{id}", access, streams: false) { stage in
            let mapping = try stage.dress(ImportMappingPage.self)
            let progress = try stage.dress(ImportProgressPage.self)
            let report = try stage.dress(ImportReportPage.self)
            return { request, scope in
                let stored = try await imports(scope).one(request.id())
                switch stored.state {
                case .uploading, .uploaded: return .html(try await mapping(mappingPage(stored, scope), request, scope))
                case .checking, .running, .undoing: return .html(try await progress(progressPage(stored, scope), request, scope))
                case .checked, .done, .failed, .undone:
                    let page = try await ImportReport(kind: kind.seen(by: scope), registry: registry, scope: scope).page(stored)
                    return .html(try await report(page, request, scope))
                }
            }
        }
    }

    /// Back to the columns, after a check.
    private var columns: Route<Scope> {
        .get("\(path)/{id}/mapping", access) { request, scope -> Answer<ImportMappingPage> in
            let stored = try await imports(scope).one(request.id())
            guard stored.isOpen else { return .seeOther("\(path)/\(stored.id)") }
            return .page(try await mappingPage(stored, scope))
        }
    }

    private var check: Route<Scope> {
        .post("\(path)/{id}/mapping", access) { request, scope -> Answer<ImportMappingPage> in
            let stored = try await imports(scope).one(request.id())
            if stored.isOpen {
                let mapping = try await mapping(stored, scope)
                let plan = mapping.plan(of: request.form)
                if let problem = mapping.problem(with: plan) {
                    return .page(mapping.page(stored, plan, error: problem), status: .unprocessableContent)
                }
                try await imports(scope).check(stored.id, by: plan)
            }
            return .seeOther("\(path)/\(stored.id)")
        }
    }

    private var start: Route<Scope> {
        .raw(.post, "\(path)/{id}/start", access) { request, scope in
            let stored = try await imports(scope).one(request.id())
            if stored.plan?.key != nil, !scope.may(kind.permissions.edit) { throw Refusal.permission(kind.permissions.edit) }
            try await imports(scope).start(stored.id)
            return .seeOther("\(path)/\(stored.id)")
        }
    }

    private var problems: Route<Scope> {
        .raw(.get, "\(path)/{id}/problems", access) { request, scope in
            let stored = try await imports(scope).one(request.id())
            return .download(
                "\(kind.table)-import-problems.csv", type: "text/csv; charset=utf-8",
                WrongRows(imports: imports(scope), id: stored.id))
        }
    }

    func imports(_ scope: Scope) -> Imports { Imports(scope: scope, record: kind.table) }

    // MARK: Pages

    private func uploadPage(_ scope: Scope, error: Phrase? = nil) async throws -> ImportUploadPage {
        let place = ImportPlace(kind: kind.seen(by: scope), scope: scope)
        let earlier = try await EarlierImports(kind: kind, scope: scope).all()
        return ImportUploadPage(
            title: place.title, crumbs: place.crumbs, action: path, error: error.map(scope.say),
            columns: kind.seen(by: scope).filled.map { scope.say(kind.label($0)) },
            earlier: earlier.isEmpty ? nil : ImportUploadPage.History(rows: earlier))
    }

    private func mapping(_ stored: StoredImport, _ scope: Scope) async throws -> ImportMapping<R> {
        let piece = try await imports(scope).piece(0, of: stored.id)
        let columns = try ImportColumns(kind: kind.seen(by: scope), voice: scope.voice, format: stored.format, piece: piece)
        return ImportMapping(columns: columns, scope: scope)
    }

    private func mappingPage(_ stored: StoredImport, _ scope: Scope) async throws -> ImportMappingPage {
        let mapping = try await mapping(stored, scope)
        return mapping.page(stored, stored.plan ?? mapping.guess)
    }

    private func progressPage(_ stored: StoredImport, _ scope: Scope) -> ImportProgressPage {
        let place = ImportPlace(kind: kind.seen(by: scope), scope: scope)
        return ImportProgressPage(
            title: scope.say(Phrase("imports.progress.\(stored.state == .checking ? "checking" : stored.state == .undoing ? "undoing" : "running")")), crumbs: place.crumbs,
            text: scope.say(Phrase("imports.progress.rows", [
                "done": .number(stored.rowsRead), "count": .number(stored.rowsTotal),
            ])),
            percent: stored.rowsRead * 100 / max(stored.rowsTotal, 1), path: place.path(stored.id))
    }
}

extension StoredImport {
    /// Whether its columns can still be chosen.
    fileprivate var isOpen: Bool {
        switch state {
        case .uploading, .uploaded, .checked, .failed: true
        case .checking, .running, .done, .undoing, .undone: false
        }
    }
}
