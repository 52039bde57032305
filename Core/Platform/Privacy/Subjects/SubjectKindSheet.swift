import FoundationEssentials
import Postgres

/// The records of one kind that are about a person, and what happened to them.
struct SheetOfKind: RecordVisitor {
    let records: [FoundRecord]
    /// Sees all records.
    let scope: Scope

    /// - Returns: nothing where none of that kind are.
    func visit<R: Record>(_ kind: RecordKind<R>) -> @Sendable () async throws -> [DataSheet] {
        let ids = records.filter { $0.table == kind.table }.map { ID<R>($0.id) }
        let sheets = KindSheets(kind: kind.extended(scope.business), scope: scope)
        return { ids.isEmpty ? [] : try await [sheets.fields(of: ids), sheets.history(of: ids)] }
    }
}

private struct KindSheets<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    func fields(of ids: [ID<R>]) async throws -> DataSheet {
        let records = Records(kind, in: scope)
        let stored = try await scope.db.fetch(ids.map(records.one)).compactMap(\.self)
        let columns = [DataSheet.Column("id", label("id"))] + kind.fields.map { .init($0.jsonName, scope.say(kind.label($0))) } + [.init("created_at", label("when"))]
        return DataSheet(kind.table, title: scope.say(kind.many), columns: columns, rows: stored.map { stored in
            [.init(stored.record.id.description)] + kind.fields.map { value($0, stored) }
                + [.init(.string(iso8601(stored.createdAt)), scope.formats.dateTime(stored.createdAt))]
        })
    }

    private func value(_ field: Field<R>, _ stored: Stored<R>) -> DataSheet.Value {
        let text = field.target == nil
            ? field.file(stored.values)?.name ?? field.shown(stored.values, kind.reading(field, scope.voice)).text
            : stored.titles[field.name] ?? ""
        return DataSheet.Value(field.json(stored.values), text)
    }

    /// What was before and after, as it was stored.
    func history(of ids: [ID<R>]) async throws -> DataSheet {
        var rows: [[DataSheet.Value]] = []
        for id in ids {
            var before: ID<Event>?
            repeat {
                let found = try await scope.db.fetch(RecordHistory(kind: kind, scope: scope).entries(of: id, before: before))
                let page = found.prefix(RecordHistory<R>.most)
                rows += page.flatMap { lines(id, $0) }
                before = found.count > page.count ? page.last?.id : nil
            } while before != nil
        }
        let columns = ["id", "when", "what", "field", "before", "after"].map { DataSheet.Column($0, label($0)) }
        return DataSheet(
            "\(kind.table)_history", title: scope.say(Phrase("privacy.archive.history", ["what": .phrase(kind.many)])), columns: columns, rows: rows)
    }

    private func lines(_ id: ID<R>, _ entry: HistoryEntry<R>) -> [[DataSheet.Value]] {
        let what = entry.name.split(separator: ".").last.map(String.init) ?? entry.name
        let word = scope.voice.catalogue.text("platform.history.what.\(what)", scope.voice.language) ?? what
        let head: [DataSheet.Value] = [
            .init(id.description), .init(.string(iso8601(entry.at)), scope.formats.dateTime(entry.at)), .init(.string(what), word),
        ]
        let changes = entry.columns.sorted { $0.key < $1.key }
        if changes.isEmpty { return [head + [.init(nil), .init(nil), .init(nil)]] }
        return changes.map { column, values in head + [.init(column), .init(values.old), .init(values.new)] }
    }

    private func label(_ name: String) -> String { scope.say(Phrase("privacy.archive.columns.\(name)")) }
}
