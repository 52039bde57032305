import FoundationEssentials
import Postgres

/// The page that changes many records at once, and doing it.
struct BulkEditing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope

    /// What may be set for many. A secret would have to be remembered to be taken back; lines are a record's own.
    private var fields: [Field<R>] { kind.filled.filter { !$0.has(.secret) && !$0.kind.isLines } }
    private var path: String { "\(kind.path)/edit" }

    /// Takes `id`, those chosen, and `where`, the query of the list they were chosen from.
    func page(_ asked: Form) async throws -> Answer<BulkEditPage> {
        let chosen = BulkChoice<R>(asked)
        guard !chosen.ids.isEmpty else { return nothingChosen(chosen) }
        return .page(try await page(chosen, asked))
    }

    /// Takes besides `which`, `all` for all that match; `change`, the names of the fields to change; and their values.
    func change(_ form: Form) async throws -> Answer<BulkEditPage> {
        let chosen = BulkChoice<R>(form), names = form.all("change")
        let wanted = fields.filter { names.contains($0.name) }
        guard !chosen.ids.isEmpty || chosen.isAll else { return nothingChosen(chosen) }
        guard !chosen.isAll || chosen.isWhole(kind) else { return try await again(chosen, form, error: "platform.bulk.look_again") }
        guard !wanted.isEmpty else { return try await again(chosen, form, error: "platform.bulk.no_field") }
        var given = Values<R>()
        let problems = take(wanted, form, into: &given)
        guard problems.isEmpty else { return try await again(chosen, form, problems) }
        do {
            return try await apply(given, to: wanted, of: chosen)
        } catch let error as RecordError {
            guard let field = error.field else { throw error }
            return try await again(chosen, form, [field: error.message])
        } catch is TooMany {
            return try await again(chosen, form, error: Phrase("platform.bulk.too_many", ["most": .number(BulkChanges<R>.most)]))
        }
    }

    private func take(_ wanted: [Field<R>], _ form: Form, into given: inout Values<R>) -> [String: Phrase] {
        let form = FormEntry(kind: kind, voice: scope.voice).complete(form)
        var problems: [String: Phrase] = [:]
        for field in wanted {
            do {
                try field.take(form[field.name] ?? "", kind.reading(field, scope.voice), into: &given)
            } catch {
                problems[field.name] = error.phrase
            }
        }
        return problems
    }

    private func apply(_ given: Values<R>, to wanted: [Field<R>], of chosen: BulkChoice<R>) async throws -> Answer<BulkEditPage> {
        let edit = ID<R>().uuid
        let outcome = try await scope.transaction { scope in
            let ids = chosen.isAll ? try await scope.db.rows(chosen.matching(kind)) { row in try row.next(ID<R>.self) } : chosen.ids
            guard ids.count <= BulkChanges<R>.most else { throw TooMany() }
            return try await BulkChanges(kind: kind, scope: scope).change(ids, wanted, to: given, as: edit)
        }
        let isDone = outcome.changed > 0
        let text = said([("changed", outcome.changed), ("same", outcome.same), ("gone", outcome.gone)])
        return .seeOther(chosen.list(kind), saying: Announcement(
            text, kind: isDone ? .success : .info, undo: isDone ? "\(path)/undo?\(chosen.with("edit", edit.text))" : nil))
    }

    /// Takes `edit`, what a change was announced with.
    func undo(_ form: Form) async throws -> Answer<BulkEditPage> {
        guard let edit = form["edit"].flatMap(ID<R>.init) else { throw PageError.badForm }
        let undone = try await scope.transaction { scope in try await BulkChanges(kind: kind, scope: scope).undo(edit.uuid) }
        guard undone != .init() else { throw PageError.notFound }
        let text = said([("restored", undone.restored), ("left", undone.left)])
        return .seeOther(BulkChoice<R>(form).list(kind), saying: Announcement(text, kind: undone.left > 0 ? .warning : .success))
    }

    private func said(_ counts: [(String, Int)]) -> String {
        let sentences = counts.filter { $0.1 > 0 }.map { scope.say(Phrase("platform.bulk.said.\($0.0)", ["count": .number($0.1)])) }
        return sentences.isEmpty ? scope.say("platform.bulk.said.nothing") : sentences.joined(separator: " ")
    }

    private func nothingChosen(_ chosen: BulkChoice<R>) -> Answer<BulkEditPage> {
        .seeOther(chosen.list(kind), saying: Announcement(scope.say("platform.bulk.none"), kind: .warning))
    }

    private func again(
        _ chosen: BulkChoice<R>, _ form: Form, _ problems: [String: Phrase] = [:], error: Phrase? = nil
    ) async throws -> Answer<BulkEditPage> {
        .page(try await page(chosen, form, problems, error: error), status: .unprocessableContent)
    }

    private func page(
        _ chosen: BulkChoice<R>, _ form: Form, _ problems: [String: Phrase] = [:], error: Phrase? = nil
    ) async throws -> BulkEditPage {
        let (options, count) = try await scope.db.fetch(
            ReferenceOptions(fields: fields).query(form),
            Query<Int>.value("select count(*) from (\(chosen.matching(kind))) as matching"))
        let problem = problems.isEmpty ? error : Phrase("platform.form.problems", ["count": .number(problems.count)])
        let changed = Set(form.all("change")), names = Set(fields.map(\.name))
        let many = Phrase("\(kind.key).count", ["count": .number(chosen.ids.count)])
        return BulkEditPage(
            title: scope.say(Phrase("platform.bulk.title", ["what": .phrase(many)])),
            crumbs: [Crumb(scope.say(kind.many), path: chosen.list(kind))], action: path, cancelPath: chosen.list(kind),
            ids: chosen.ids.map(\.description), hidden: [HiddenValue("where", chosen.query.urlEncoded)],
            targets: targets(chosen, count), error: problem.map(scope.say),
            fields: FormFields(kind: kind, registry: registry, scope: scope).all(form, problems, options)
                .filter { names.contains($0.name) }.map { BulkEditPage.Field($0, isChanged: changed.contains($0.name)) })
    }

    /// Offers all that match where these are more than those chosen, and not too many.
    private func targets(_ chosen: BulkChoice<R>, _ count: Int) -> [Choice] {
        guard count > chosen.ids.count, count <= BulkChanges<R>.most, chosen.isWhole(kind) else { return [] }
        func label(_ key: String, _ count: Int) -> String { scope.say(Phrase("platform.bulk.\(key)", ["count": .number(count)])) }
        return [
            Choice("chosen", label("chosen", chosen.ids.count), isSelected: !chosen.isAll), Choice("all", label("all", count), isSelected: chosen.isAll),
        ]
    }
}

private struct TooMany: Error {}
