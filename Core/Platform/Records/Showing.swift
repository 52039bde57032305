import FoundationEssentials

/// Makes the page of one record.
struct Showing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope

    /// One round trip for the record and what was added to it.
    /// - Parameter query: `notes_before` and `files_before` name those after which the older ones begin.
    func page(_ id: ID<R>, _ query: Form = Form()) async throws -> RecordPage {
        let lines = LineShowing(kind: kind, registry: registry, scope: scope)
        async let titles = lines.titles(of: id)
        async let related = registry.related(to: kind.table, id.description, for: scope)
        let records = Records(kind, in: scope), attached = Attached(kind, in: scope, to: id), most = AttachedParts.most
        let (found, notes, files) = try await scope.db.fetch(
            records.one(id), attached.notes(before: query["notes_before"].flatMap(ID.init), most: most),
            attached.files(before: query["files_before"].flatMap(ID.init), most: most))
        guard let stored = found, stored.deletedAt == nil else { throw PageError.notFound }
        try await records.noteRead(of: id)
        let fields = kind.fields
        let title = stored.title
        return RecordPage(
            title: title, initials: initials(title), portrait: portrait(stored),
            badge: fields.lazy.compactMap { badge($0, stored) }.first,
            crumbs: [Crumb(scope.say(kind.many), path: kind.path)],
            groups: [FactGroup(scope.say("platform.show.details"), fields.dropFirst().filter { !$0.has(.platform) && !$0.kind.isLines }.map { fact($0, stored) })],
            asides: asides(stored), related: lines.lists(stored, try await titles) + (try await related),
            attached: AttachedParts(notes, files, kind: kind, id: id, mostBytes: registry.files.mostBytes, scope: scope),
            actions: registry.actions(on: kind.table, id.description, for: scope),
            editPath: scope.may(kind.permissions.edit) ? kind.path(id, "edit") : nil,
            deletePath: scope.may(kind.permissions.delete) ? kind.path(id, "delete") : nil,
            erasePath: kind.permissions.erase.map(scope.may) == true ? kind.path(id, "erase") : nil)
    }

    /// The first picture there is.
    private func portrait(_ stored: Stored<R>) -> String? {
        kind.fields.lazy.compactMap { $0.file(stored.values) }.first(where: \.isImage)?.path
    }

    private func badge(_ field: Field<R>, _ stored: Stored<R>) -> Badge? {
        let shown = field.shown(stored.values, kind.reading(field, scope.voice))
        return shown.badge.map { Badge(shown.text, $0) }
    }

    private func asides(_ stored: Stored<R>) -> [FactGroup] {
        let found = kind.fields.filter { $0.has(.platform) && !$0.kind.isLines }.map { fact($0, stored) }
        let times = [
            moment("platform.show.created", stored.createdAt),
            moment("platform.show.updated", stored.updatedAt),
            Fact(scope.say("platform.show.history"), scope.say("platform.show.all_changes"), link: Link("\(kind.path(stored.record.id))/", "history")),
        ]
        let insights = found.isEmpty ? [] : [FactGroup(scope.say("platform.show.insights"), found)]
        return insights + [FactGroup(scope.say("platform.show.history"), times)]
    }

    private func moment(_ label: Phrase, _ date: Date) -> Fact {
        Fact(scope.say(label), scope.formats.relative(date, to: scope.now), moment: iso8601(date))
    }

    private func fact(_ field: Field<R>, _ stored: Stored<R>) -> Fact {
        let shown = field.shown(stored.values, kind.reading(field, scope.voice))
        let label = scope.say(kind.label(field))
        if let target = field.target {
            let place = registry.place(of: target.table()).flatMap { scope.may($0.read) ? $0.path : nil }
            let title = stored.titles[field.name] ?? ""
            return Fact(label, title, link: title.isEmpty ? nil : place.map { "\($0)/\(shown.text)" })
        }
        if let facts = field.file(stored.values) { return Fact(label, facts.name, link: Link(facts.path), image: facts.isImage ? facts.path : nil) }
        var isLong = false
        if case .longText = field.kind { isLong = true }
        return Fact(label, shown.text, link: field.kind.link(shown.text), isLong: isLong, tone: shown.badge)
    }
}

extension Stored {
    /// What the record is called.
    var title: String { R.schema.fields.first.map { $0.plain(values) } ?? record.id.description }
}

/// The first letters of the first and the last word.
public func initials(_ name: String) -> String {
    let words = name.split(separator: " ")
    let letters = [words.first, words.count > 1 ? words.last : nil].compactMap { $0?.first { $0.isLetter || $0.isNumber } }
    return String(letters).uppercased()
}
