import FoundationEssentials
import Postgres

/// The form that creates or changes a record, and what is done with it.
struct Editing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope

    private var records: Records<R> { Records(kind, in: scope) }
    private var entry: FormEntry<R> { FormEntry(kind: kind, voice: scope.voice) }

    /// An empty form; what the URL brings is filled in already.
    func fresh(_ query: Form) async throws -> RecordFormPage {
        let typed = query.filling(entry.form(of: try await R.fresh(in: scope)))
        let options = try await scope.db.fetch(ReferenceOptions(kind: kind).query(chosen: chosen(typed)))
        return page(typed: typed, options: options)
    }

    func create(_ form: Form) async throws -> Answer<RecordFormPage> {
        var record = R()
        // The form names the record's id, so that sending it twice makes one record.
        if let id = form["id"].flatMap(ID<R>.init) { record.id = id }
        var problems = entry.take(form, into: &record)
        if problems.isEmpty {
            do {
                try await records.create(record)
                return .seeOther(kind.path(record.id), saying: Announcement(said("created", record)))
            } catch RecordError.noSuchReference(let field) {
                problems[field] = "platform.problems.reference"
            } catch let error as DatabaseError where error.refusal?.constraint == "\(kind.table)_pkey" && form["id"] != nil {
                if try await isThere(record) { return .seeOther(kind.path(record.id)) }
                return try await offerAgain(form)
            }
        }
        let options = try await scope.db.fetch(ReferenceOptions(kind: kind).query(chosen: chosen(form)))
        return .page(page(typed: form, problems: problems, options: options), status: .unprocessableContent)
    }

    /// Whether a form sent twice made this very record the first time.
    private func isThere(_ record: R) async throws -> Bool {
        guard let stored = try await records.one(record.id), stored.deletedAt == nil else { return false }
        return kind.schema.editable.allSatisfy { $0.isSame(stored.record, record) }
    }

    /// Another record was typed into a form that a browser had kept, with the id of the one before: it is offered
    /// under an id of its own, for one press of the button.
    private func offerAgain(_ form: Form) async throws -> Answer<RecordFormPage> {
        let options = try await scope.db.fetch(ReferenceOptions(kind: kind).query(chosen: chosen(form)))
        let page = page(typed: form.with("id", nil), options: options, error: say("sent_before"))
        return .page(page, status: .conflict)
    }

    func edit(_ id: ID<R>) async throws -> RecordFormPage {
        guard let stored = try await records.one(id), stored.deletedAt == nil else { throw PageError.notFound }
        let typed = entry.form(of: stored.record)
        let options = try await scope.db.fetch(ReferenceOptions(kind: kind).query(chosen: chosen(typed)))
        return page(stored, typed: typed, version: stored.version, options: options)
    }

    func save(_ id: ID<R>, _ form: Form) async throws -> Answer<RecordFormPage> {
        guard let stored = try await records.one(id), stored.deletedAt == nil else { throw PageError.notFound }
        guard let version = form["version"].flatMap(Int.init) else { throw PageError.badForm }
        let typed = form.settled(theirs: entry.form(of: stored.record))
        var record = stored.record
        var problems = entry.take(typed, into: &record)
        if problems.isEmpty {
            do {
                if try await records.update(record, from: version) {
                    return .seeOther(kind.path(id), saying: Announcement(said("saved", record)))
                }
                return try await conflict(id, typed, mine: record)
            } catch RecordError.noSuchReference(let field) {
                problems[field] = "platform.problems.reference"
            }
        }
        let options = try await scope.db.fetch(ReferenceOptions(kind: kind).query(chosen: chosen(typed)))
        return .page(page(stored, typed: typed, problems: problems, version: version, options: options), status: .unprocessableContent)
    }

    /// Someone else was faster: shows both versions, and keeps what was typed.
    private func conflict(_ id: ID<R>, _ typed: Form, mine: R) async throws -> Answer<RecordFormPage> {
        let (theirs, options) = try await scope.db.fetch(
            records.one(id), ReferenceOptions(kind: kind).query(chosen: chosen(typed)))
        guard let theirs, theirs.deletedAt == nil else { throw PageError.notFound }
        let conflict = RecordFormPage.Conflict(
            text: scope.say(Phrase("platform.form.conflict", ["when": .text(scope.formats.relative(theirs.updatedAt, to: scope.now))])),
            fields: differences(mine, theirs, options), reloadPath: kind.path(id, "edit"))
        return .page(
            page(theirs, typed: typed, version: theirs.version, conflict: conflict, options: options), status: .conflict)
    }

    private func differences(_ mine: R, _ theirs: Stored<R>, _ options: [ReferenceOption]) -> [RecordFormPage.Difference] {
        kind.schema.editable.filter { !$0.isSame(mine, theirs.record) }.map { field in
            let reading = kind.reading(field, scope.voice)
            func words(_ record: R, title: String?) -> String {
                let text = field.target == nil ? field.shown(record, reading).text : title ?? ""
                return text.isEmpty ? "–" : text
            }
            let chosen = options.first { $0.field == field.name && $0.id == field.plain(mine) }
            return RecordFormPage.Difference(
                field.name, label: scope.say(kind.label(field)),
                mine: words(mine, title: chosen?.title), theirs: words(theirs.record, title: theirs.titles[field.name]))
        }
    }

    private func page(
        _ stored: Stored<R>? = nil, typed: Form, problems: [String: Phrase] = [:], version: Int? = nil,
        conflict: RecordFormPage.Conflict? = nil, options: [ReferenceOption], error: String? = nil
    ) -> RecordFormPage {
        let list = Crumb(scope.say(kind.many), path: kind.path)
        let path = stored.map { kind.path($0.record.id) }
        return RecordFormPage(
            title: stored?.title ?? say("new"),
            crumbs: [list] + (stored.flatMap { stored in path.map { [Crumb(stored.title, path: $0)] } } ?? []),
            action: path ?? kind.path, cancelPath: path ?? kind.path,
            submitLabel: stored == nil ? say("create") : say("save"),
            sections: [FormSection(nil, FormFields(kind: kind, registry: registry, scope: scope).all(typed, problems, options))],
            id: stored == nil ? (typed["id"].flatMap(ID<R>.init) ?? ID<R>()).description : nil,
            version: version.map(String.init),
            error: problems.isEmpty ? error : scope.say(Phrase("platform.form.problems", ["count": .number(problems.count)])),
            conflict: conflict)
    }

    private func say(_ key: String) -> String {
        scope.say(Phrase("platform.form.\(key)", ["one": .phrase(kind.one)]))
    }

    private func said(_ what: String, _ record: R) -> String {
        let title = kind.schema.fields.first.map { $0.plain(record) } ?? ""
        return scope.say(Phrase("platform.said.\(what)", ["title": .text(title)]))
    }

    private func chosen(_ form: Form) -> [String: String] {
        Dictionary(
            kind.schema.fields.filter { $0.target != nil }.compactMap { field in form[field.name].map { (field.name, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
