/// Moves a record from one column of its board to another.
struct Moving<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    /// Whose values are the columns.
    let field: Field<R>

    private var records: Records<R> { Records(kind, in: scope) }

    /// Takes `from`, the column where the member saw it, `to`, and `back`, the board's query. Whatever else of the record
    /// was changed since stays; but one that somebody else has moved stays where they put it.
    /// - Throws: `PageError.badForm` for a column there is not, `.notFound`, `RecordError`.
    func move(_ id: ID<R>, _ form: Form) async throws -> Answer<RecordBoardPage> {
        while true {
            guard let stored = try await records.one(id), stored.deletedAt == nil else { throw PageError.notFound }
            guard let from = form["from"], let to = form["to"], field.canEqual(from), field.canEqual(to) else { throw PageError.badForm }
            let now = field.plain(stored.values)
            if now == to { return said("moved", stored, to, form) }
            guard now == from else { return said("moved_before", stored, now, form, .warning) }
            var values = stored.values
            do {
                try field.take(.string(to), kind.reading(field, scope.voice), into: &values)
            } catch {
                throw PageError.badForm
            }
            if try await RecordOperations(kind, in: scope).change(values, from: stored.version) { return said("moved", stored, to, form, undo: from) }
            // Somebody was faster in this very moment.
        }
    }

    private func said(
        _ what: String, _ stored: Stored<R>, _ column: String, _ form: Form, _ tone: Notice.Kind = .success, undo: String? = nil
    ) -> Answer<RecordBoardPage> {
        let kept = Form(urlEncoded: form.text("back").utf8).fields.filter { $0.value.utf8.count <= 800 } // the way back lies in a cookie
        let back = Form(kept).urlEncoded
        let text = scope.say(Phrase("platform.said.\(what)", [
            "title": .text(stored.title), "column": .phrase(kind.choice(column, of: field)),
        ]))
        let undo = undo.map { former in
            let query = Form([("from", column), ("to", former), ("back", back)]).urlEncoded
            return "\(kind.path(stored.record.id, "move"))?\(query)"
        }
        return .seeOther("\(kind.path)/board" + (back.isEmpty ? "" : "?" + back), saying: Announcement(text, kind: tone, undo: undo))
    }
}
