import FoundationEssentials

/// The form that asks what a command must be told, and whether it is meant.
struct CommandForm<C: Command>: Sendable {
    let kind: CommandKind<C>
    let registry: Registry
    let scope: Scope

    private var entry: FormEntry<CommandKind<C>> { FormEntry(kind: kind, voice: scope.voice) }

    /// - Parameter id: of the record it acts on.
    func page(_ id: String?, _ query: Form) async throws -> RecordFormPage {
        try await page(id, typed: query.filling(entry.form(of: Values())))
    }

    func submit(_ id: String?, _ form: Form) async throws -> Answer<RecordFormPage> {
        var values = Values<C>()
        let problems = entry.take(form, into: &values)
        guard problems.isEmpty else { return .page(try await page(id, typed: form, problems: problems), status: .unprocessableContent) }
        do {
            let outcome = try await CommandRun(kind: kind, scope: scope).run(values.record, on: id)
            return .seeOther(place(outcome, id), saying: Announcement(scope.say(outcome.said)))
        } catch let error as any UserFacingError where error.status.code != 404 {
            return .page(try await page(id, typed: form, error: scope.say(error.message)), status: error.status)
        }
    }

    /// Where to go on: what the command says, else the record it acted on.
    private func place(_ outcome: Outcome, _ id: String?) -> String {
        if let record = outcome.record, let place = registry.place(of: record.table), scope.may(place.read) {
            return "\(place.path)/\(record.id)"
        }
        return id.map { "\(list ?? "/home")/\($0)" } ?? list ?? "/home"
    }

    /// Where the records are that it acts on.
    private var list: String? { kind.declaration.target.flatMap { registry.place(of: $0.table())?.path } }

    private func page(_ id: String?, typed: Form, problems: [String: Phrase] = [:], error: String? = nil) async throws -> RecordFormPage {
        let title = try await title(id)
        let options = try await scope.db.fetch(ReferenceOptions(fields: kind.fields).query(typed))
        let fields = FormFields(kind: kind, registry: registry, scope: scope).all(typed, problems, options)
        let back = id.flatMap { id in list.map { "\($0)/\(id)" } } ?? list ?? "/home"
        return RecordFormPage(
            title: scope.say(kind.title), text: scope.say(kind.text), crumbs: title.map { [Crumb($0, path: back)] } ?? [],
            action: kind.path.replacing("{id}", with: id ?? ""), cancelPath: back, submitLabel: scope.say(kind.title),
            isDangerous: kind.declaration.risk == .destroy, sections: [FormSection(nil, fields)],
            error: error ?? (problems.isEmpty ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(problems.count)]))))
    }

    /// What the record is called that it acts on.
    private func title(_ id: String?) async throws -> String? {
        guard let target = kind.declaration.target else { return nil }
        guard let id = id.flatMap(UUID.init(text:)) else { throw PageError.notFound }
        let found = try await scope.db.first("""
            select \(identifier: target.title()) from \(identifier: target.table()) where id = \(id) and deleted_at is null
            """) { row in try row.next(String.self) }
        guard let found else { throw PageError.notFound }
        return found
    }
}
