import FoundationEssentials

/// Saves the form of a record, also when others changed or deleted it after the form was opened.
struct Saving<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope

    private var records: Records<R> { Records(kind, in: scope) }
    private var operations: RecordOperations<R> { RecordOperations(kind, in: scope) }
    private var entry: FormEntry<RecordKind<R>> { FormEntry(kind: kind, voice: scope.voice) }
    private var pages: RecordForm<R> { RecordForm(kind: kind, registry: registry, scope: scope) }

    /// What others changed in fields this person left alone stays theirs; only fields that both changed are asked about.
    func save(_ id: ID<R>, _ form: Form) async throws -> Answer<RecordFormPage> {
        guard let stored = try await records.one(id) else { throw PageError.notFound }
        guard let version = form["version"].flatMap(Int.init) else { throw PageError.badForm }
        guard stored.deletedAt == nil else { return try await saveDeleted(stored, form, version) }
        let theirs = entry.form(of: stored.values)
        let typed = entry.complete(form).settled(theirs: theirs)
        if kind.wantsMoreLines(form) {
            return .page(pages.page(stored, typed: typed, version: version, options: try await pages.options(typed)))
        }
        let (merged, disputed) = version == stored.version ? (typed, []) : typed.merged(with: theirs)
        var values = stored.values
        var problems = entry.take(merged, into: &values)
        if problems.isEmpty {
            let differing = kind.editable.filter { disputed.contains($0.name) && !$0.isSame(values, stored.values) }
            guard differing.isEmpty else { return try await conflict(differing, merged, mine: values, stored) }
            do {
                if try await operations.change(values, from: stored.version) {
                    return .seeOther(kind.path(id), saying: Announcement(values.record.said("saved", scope)))
                }
                return try await save(id, form) // somebody was faster in this very moment
            } catch let error as RecordError {
                guard let field = error.field else { throw error }
                problems[field] = error.message
            }
        }
        let options = try await pages.options(typed)
        return .page(pages.page(stored, typed: typed, problems: problems, version: version, options: options), status: .unprocessableContent)
    }

    /// Keeps what was typed, and saves it once the record is restored.
    private func saveDeleted(_ stored: Stored<R>, _ form: Form, _ version: Int) async throws -> Answer<RecordFormPage> {
        if form["restore"] != nil, scope.may(kind.permissions.delete) {
            _ = try await operations.restore([stored.record.id])
            return try await save(stored.record.id, form)
        }
        let typed = entry.complete(form)
        return .page(pages.page(stored, typed: typed, version: version, options: try await pages.options(typed)), status: .conflict)
    }

    /// Shows both versions of what both changed.
    private func conflict(
        _ fields: [Field<R>], _ merged: Form, mine: Values<R>, _ theirs: Stored<R>
    ) async throws -> Answer<RecordFormPage> {
        let options = try await pages.options(merged)
        let conflict = RecordFormPage.Conflict(
            text: scope.say(Phrase("platform.form.conflict", ["when": .text(scope.formats.relative(theirs.updatedAt, to: scope.now))])),
            fields: fields.map { difference($0, mine, theirs, options) }, reloadPath: kind.path(theirs.record.id, "edit"))
        return .page(pages.page(theirs, typed: merged, version: theirs.version, conflict: conflict, options: options), status: .conflict)
    }

    private func difference(
        _ field: Field<R>, _ mine: Values<R>, _ theirs: Stored<R>, _ options: [ReferenceOption]
    ) -> RecordFormPage.Difference {
        let reading = kind.reading(field, scope.voice)
        func words(_ values: Values<R>, title: String?) -> String {
            let shown = field.target == nil ? field.shown(values, reading).text : ""
            let text = shown.isEmpty ? title ?? "" : shown // of a file just chosen, only the id is known
            return text.isEmpty ? "–" : text
        }
        let chosen = options.first { $0.field == field.name && $0.id == field.plain(mine) }
        return RecordFormPage.Difference(
            field.name, label: scope.say(kind.label(field)),
            mine: words(mine, title: chosen?.title), theirs: words(theirs.values, title: theirs.titles[field.name]))
    }
}

extension Record {
    /// What is announced once it is stored.
    func said(_ what: String, _ scope: Scope) -> String {
        let title = Self.schema.fields.first.map { $0.plain(Values(self)) } ?? ""
        return scope.say(Phrase("platform.said.\(what)", ["title": .text(title)]))
    }
}
