import FoundationEssentials
import Postgres

/// Opens the form that creates or changes a record, and creates it.
struct Editing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope

    private var records: Records<R> { Records(kind, in: scope) }
    private var entry: FormEntry<RecordKind<R>> { FormEntry(kind: kind, voice: scope.voice) }
    private var pages: RecordForm<R> { RecordForm(kind: kind, registry: registry, scope: scope) }

    /// An empty form; what the URL brings is filled in already.
    func fresh(_ query: Form) async throws -> RecordFormPage {
        let typed = query.filling(entry.form(of: try await kind.fresh(in: scope)))
        return pages.page(typed: typed, options: try await pages.options(typed))
    }

    func edit(_ id: ID<R>) async throws -> RecordFormPage {
        guard let stored = try await records.one(id), stored.deletedAt == nil else { throw PageError.notFound }
        let typed = entry.form(of: stored.values)
        return pages.page(stored, typed: typed.begun(with: typed), version: stored.version, options: try await pages.options(typed))
    }

    func create(_ form: Form) async throws -> Answer<RecordFormPage> {
        let form = entry.complete(form)
        if kind.wantsMoreLines(form) { return .page(pages.page(typed: form, options: try await pages.options(form))) }
        // What this person does not write, a new record has as everybody's.
        var values = try await kind.fresh(in: scope)
        // The form names the record's id, so that sending it twice makes one record.
        if let id = form["id"].flatMap(ID<R>.init) { values.record.id = id }
        var problems = entry.take(form, into: &values)
        if problems.isEmpty {
            do {
                try await RecordOperations(kind, in: scope).create(values)
                return .seeOther(kind.path(values.record.id), saying: Announcement(values.record.said("created", scope)))
            } catch let error as RecordError {
                guard let field = error.field else { throw error }
                problems[field] = error.message
            } catch let error as LimitReached {
                return .page(pages.page(typed: form, options: try await pages.options(form), error: error.message), status: error.status)
            } catch let error as DatabaseError where error.refusal?.constraint == "\(kind.table)_pkey" && form["id"] != nil {
                if try await isThere(values) { return .seeOther(kind.path(values.record.id)) }
                return try await offerAgain(form)
            }
        }
        let options = try await pages.options(form)
        return .page(pages.page(typed: form, problems: problems, options: options), status: .unprocessableContent)
    }

    /// Whether a form sent twice made this very record the first time.
    private func isThere(_ values: Values<R>) async throws -> Bool {
        guard let stored = try await records.one(values.record.id), stored.deletedAt == nil else { return false }
        return kind.editable.allSatisfy { $0.isSame(stored.values, values) }
    }

    /// Another record was typed into a form that a browser had kept, with the id of the one before: it is offered
    /// under an id of its own, for one press of the button.
    private func offerAgain(_ form: Form) async throws -> Answer<RecordFormPage> {
        let options = try await pages.options(form)
        return .page(pages.page(typed: form.with("id", nil), options: options, error: pages.phrase("sent_before")), status: .conflict)
    }
}
