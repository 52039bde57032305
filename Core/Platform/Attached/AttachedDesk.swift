/// Does what the pages of one record ask of its notes and files, and asks back where something would be lost.
struct AttachedDesk<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope
    let id: ID<R>

    private var attached: Attached<R> { Attached(kind, in: scope, to: id) }
    private var path: String { kind.path(id) }

    // MARK: Notes

    func add(_ form: Form) async throws -> Answer<RecordFormPage> {
        let typed = form["body"] ?? ""
        do {
            let body = try Note.body(typed)
            _ = try await attached.add(body, id: form["id"].flatMap(ID<Note>.init) ?? ID())
            return seeOther("notes", "platform.notes.added")
        } catch let problem as FieldProblem {
            return .page(try await page(typed, to: "\(path)/notes", "platform.notes.add", problem.phrase, id: form["id"]), status: .unprocessableContent)
        }
    }

    func edit(_ note: ID<Note>) async throws -> RecordFormPage {
        let mine = try await own(note)
        return try await page(mine.body, to: "\(path)/notes/\(note)", "platform.notes.save", state: mine.state)
    }

    func change(_ note: ID<Note>, _ form: Form) async throws -> Answer<RecordFormPage> {
        let typed = form["body"] ?? ""
        do {
            let body = try Note.body(typed)
            if form["keep.body"] == "theirs" { return .seeOther("\(path)#notes") }
            let changed = try await attached.change(note, to: body, seen: form["state"].flatMap { Int($0) } ?? 0)
            return changed ? seeOther("notes", "platform.notes.saved") : try await conflict(note, mine: body)
        } catch let problem as FieldProblem {
            let page = try await page(typed, to: "\(path)/notes/\(note)", "platform.notes.save", problem.phrase, state: form["state"].flatMap { Int($0) })
            return .page(page, status: .unprocessableContent)
        }
    }

    /// Somebody else saved the note while this text was written: both are shown, and one is chosen.
    private func conflict(_ note: ID<Note>, mine: String) async throws -> Answer<RecordFormPage> {
        let theirs = try await own(note), action = "\(path)/notes/\(note)"
        let when = scope.formats.relative(theirs.editedAt ?? theirs.createdAt, to: scope.now)
        let conflict = RecordFormPage.Conflict(
            text: scope.say(Phrase("platform.form.conflict", ["when": .text(when)])),
            fields: [.init("body", label: scope.say("platform.notes.title"), mine: mine, theirs: theirs.body)], reloadPath: "\(action)/edit")
        return .page(try await page(mine, to: action, "platform.notes.save", state: theirs.state, conflict: conflict), status: .conflict)
    }

    func removal(of note: ID<Note>) async throws -> DeletePage {
        let body = try await own(note).body, start = String(body.prefix(200))
        return try await question("platform.notes.remove", text: start == body ? body : start + "…", to: "\(path)/notes/\(note)/delete")
    }

    func remove(_ note: ID<Note>) async throws -> Answer<DeletePage> {
        try await attached.remove(note)
        return seeOther("notes", "platform.notes.removed")
    }

    /// The note, which is about to be shown.
    /// - Throws: `AttachedError.notYours`.
    private func own(_ note: ID<Note>) async throws -> Note {
        let note = try await attached.note(note)
        guard note.mayBeChanged(by: scope.member) else { throw AttachedError.notYours }
        try await Records(kind, in: scope).noteRead(of: id)
        return note
    }

    // MARK: Files

    func attach(_ request: Request) async throws -> Answer<RecordFormPage> {
        try await attached.mustBeThere()
        let found = try await UploadedForm(files: registry.files, scope: scope).take(request, inputs: ["file"], isSeveral: true)
        guard found.tooLarge.isEmpty else { throw PageError.tooLarge(limit: registry.files.mostBytes) }
        guard !found.files.isEmpty else {
            return .seeOther("\(path)#files", saying: Announcement(scope.say(FileUploadError.noFile.message), kind: .warning))
        }
        for (_, file) in found.files { _ = try await attached.attach(file.facts.id) }
        return seeOther("files", Phrase("platform.files.attached", ["count": .number(found.files.count)]))
    }

    func removal(of file: ID<Attachment>) async throws -> DeletePage {
        let name = try await attached.file(file).file.name
        try await Records(kind, in: scope).noteRead(of: id)
        return try await question(
            Phrase("platform.delete.title", ["title": .text(name)]), text: scope.say("platform.files.remove_text"), to: "\(path)/attachments/\(file)/delete")
    }

    func detach(_ file: ID<Attachment>) async throws -> Answer<DeletePage> {
        try await attached.detach(file)
        return seeOther("files", "platform.files.removed")
    }

    // MARK: Pages

    private func seeOther<P: Page>(_ part: String, _ phrase: Phrase) -> Answer<P> {
        .seeOther("\(path)#\(part)", saying: Announcement(scope.say(phrase)))
    }

    private func crumbs() async throws -> [Crumb] {
        guard let stored = try await scope.db.fetch(Records(kind, in: scope).one(id)), stored.deletedAt == nil else { throw PageError.notFound }
        return [Crumb(scope.say(kind.many), path: kind.path), Crumb(stored.title, path: path)]
    }

    private func page(
        _ typed: String, to action: String, _ button: Phrase, _ problem: Phrase? = nil, id: String? = nil, state: Int? = nil,
        conflict: RecordFormPage.Conflict? = nil
    ) async throws -> RecordFormPage {
        let body = FormField(
            "body", label: scope.say("platform.notes.title"), error: problem.map(scope.say), isRequired: true, hasFocus: true,
            .longText(.init(typed, maxLength: Note.mostCharacters)))
        return RecordFormPage(
            title: scope.say("platform.notes.title"), crumbs: try await crumbs(), action: action, cancelPath: "\(path)#notes",
            submitLabel: scope.say(button), sections: [FormSection(nil, [body])], id: id,
            hidden: state.map { [HiddenValue("state", String($0))] } ?? [],
            error: problem == nil ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(1)])), conflict: conflict)
    }

    private func question(_ title: Phrase, text: String, to action: String) async throws -> DeletePage {
        DeletePage(title: scope.say(title), text: text, crumbs: try await crumbs(), action: action, cancelPath: path)
    }
}
