import FoundationEssentials
import Postgres

/// Makes the page of what happened to one record.
struct HistoryShowing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    /// - Parameter query: `before` names the entry after which the page begins.
    func page(_ id: ID<R>, _ query: Form) async throws -> HistoryPage {
        let records = Records(kind, in: scope), history = RecordHistory(kind: kind, scope: scope)
        let before = query["before"].flatMap(ID<Event>.init)
        let (stored, found) = try await scope.db.fetch(records.one(id), history.entries(of: id, before: before))
        guard let stored else { throw PageError.notFound }
        try await records.noteRead(of: id)
        let path = kind.path(id, "history"), shown = found.prefix(RecordHistory<R>.most)
        let older = found.count > shown.count ? shown.last.map { "\(path)?before=\($0.id)" } : nil
        return HistoryPage(
            title: scope.say(Phrase("platform.history.title", ["title": .text(stored.title)])),
            crumbs: [Crumb(scope.say(kind.many), path: kind.path)]
                + (stored.deletedAt == nil ? [Crumb(stored.title, path: kind.path(id))] : []),
            entries: shown.map(entry),
            emptyText: scope.say("platform.history.empty"),
            pager: before == nil && older == nil ? nil : Pager(previousPath: before == nil ? nil : path, nextPath: older))
    }

    private func entry(_ entry: HistoryEntry<R>) -> HistoryPage.Entry {
        let words = EventWords(scope.voice)
        return HistoryPage.Entry(
            what: words.what(entry.name), tone: words.tone(entry.name), who: who(entry),
            when: scope.formats.relative(entry.at, to: scope.now), moment: iso8601(entry.at),
            origin: origin(entry), changes: changes(entry),
            note: entry.isErased ? scope.say("platform.history.values_erased") : entry.file)
    }

    /// Of an operator who assisted, both names.
    private func who(_ entry: HistoryEntry<R>) -> String {
        let member = entry.memberName ?? scope.say(entry.member == nil ? "platform.history.nobody" : "platform.history.former")
        guard let name = entry.assistedBy else { return member }
        return scope.say(Phrase("platform.history.assisting", ["operator": .text(name), "member": .text(member)]))
    }

    /// From which address somebody works is for those to know who run the business.
    private func origin(_ entry: HistoryEntry<R>) -> String? {
        guard let source = entry.source else { return nil }
        let words = scope.voice.catalogue.text("platform.history.sources.\(source)", scope.voice.language) ?? source
        guard let address = entry.address, scope.may(AccountPermissions.settings) else { return words }
        return "\(words) · \(address)"
    }

    /// What this reader may see of it: the fields of `kind`, then columns that no field has any more.
    private func changes(_ entry: HistoryEntry<R>) -> [HistoryPage.Change] {
        let declared = Set(R.schema.fields.flatMap(\.columns).map(\.name) + ["custom"])
        let fields = kind.fields.filter { field in
            field.custom == nil ? field.columns.contains { entry.columns[$0.name] != nil } : !field.isSame(entry.before.values, entry.after.values)
        }
        return fields.map { change($0, entry) } + entry.columns.filter { !declared.contains($0.key) }.sorted { $0.key < $1.key }
            .map { HistoryPage.Change(label: $0, before: $1.old, after: $1.new) }
    }

    private func change(_ field: Field<R>, _ entry: HistoryEntry<R>) -> HistoryPage.Change {
        let label = scope.say(kind.label(field))
        if field.has(.secret) { return HistoryPage.Change(label: label, note: scope.say("platform.history.secret")) }
        return HistoryPage.Change(label: label, before: words(field, entry.before), after: words(field, entry.after))
    }

    private func words(_ field: Field<R>, _ side: HistoryEntry<R>.Side) -> String {
        if field.target != nil { return side.titles[field.name] ?? "" }
        return field.shown(side.values, kind.reading(field, scope.voice)).text
    }
}
