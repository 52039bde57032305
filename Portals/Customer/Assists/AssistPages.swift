import FoundationEssentials
import Platform

/// The assists of a business. Fills `templates/customer/assists.mustache`.
struct AssistsPage: Page {
    static let template = "customer/assists"

    let crumbs: [Crumb]
    /// nil where there has been none.
    let table: Table?
    /// Where it is decided whether there may be any.
    let settingPath = BusinessSecurity.path

    init(_ entries: [Assists.Entry], _ scope: Scope) {
        crumbs = [Crumb(scope.say("platform.home.settings"), path: "/settings")]
        table = entries.isEmpty ? nil : AssistWords(scope: scope).table(entries)
    }
}

/// One of them, and what was done in it. Fills `templates/customer/assist-history.mustache`.
struct AssistHistoryPage: Page {
    static let template = "customer/assist-history"

    let title: String
    let crumbs: [Crumb]
    let facts: [Fact]
    /// nil once it has ended.
    let endPath: String?
    /// nil where nothing was changed.
    let table: Table?
}

/// Assists as people read them.
struct AssistWords {
    let scope: Scope

    func table(_ entries: [Assists.Entry]) -> Table {
        let columns = ["operator", "member", "reason", "began", "state", "changes"].map(say)
        return Table(say("title"), columns: columns.map { Table.Column($0) }, rows: entries.map { entry in
            Table.Row(
                id: entry.id.description, title: entry.operator, link: Link("\(AssistRoutes.path)/", entry.id.description),
                cells: [
                    Table.Cell(entry.member, label: columns[1]), Table.Cell(entry.reason, label: columns[2], style: .reason),
                    Table.Cell(began(entry), label: columns[3], style: .date), .badge(state(entry), tone(entry), label: columns[4]),
                    Table.Cell(scope.formats.number(entry.changes), label: columns[5], style: .number),
                ],
                action: entry.end == .running ? Table.Action(say("end"), path: endPath(entry, AssistRoutes.path)) : nil)
        })
    }

    func facts(_ entry: Assists.Entry) -> [Fact] {
        [
            Fact(say("operator"), entry.operator), Fact(say("member"), entry.member), Fact(say("reason"), entry.reason, isLong: true),
            Fact(say("began"), began(entry)), Fact(say("until"), entry.begunAt == nil ? "" : scope.formats.dateTime(entry.endsAt)),
            Fact(say("state"), state(entry), tone: tone(entry)),
        ]
    }

    func endPath(_ entry: Assists.Entry, _ next: String) -> String { "/assists/\(entry.id)/end?next=\(urlEscaped(next))" }

    func say(_ key: String) -> String { scope.say(Phrase("assists.\(key)")) }

    private func began(_ entry: Assists.Entry) -> String { scope.formats.dateTime(entry.begunAt ?? entry.askedAt) }

    private func state(_ entry: Assists.Entry) -> String {
        say(entry.begunAt == nil ? "ends.never" : "ends.\(entry.end.rawValue)")
    }

    private func tone(_ entry: Assists.Entry) -> Tone { entry.end == .running ? .warning : .neutral }
}

/// Makes the page of one assist: each entry leads to the history of its record.
struct AssistHistory {
    let registry: Registry
    let scope: Scope

    func page(_ entry: Assists.Entry, _ events: [Event]) -> AssistHistoryPage {
        let words = AssistWords(scope: scope)
        return AssistHistoryPage(
            title: scope.say(Phrase("assists.one", ["operator": .text(entry.operator), "member": .text(entry.member)])),
            crumbs: [Crumb(scope.say("platform.home.settings"), path: "/settings"), Crumb(words.say("title"), path: AssistRoutes.path)],
            facts: words.facts(entry), endPath: entry.end == .running ? words.endPath(entry, "\(AssistRoutes.path)/\(entry.id)") : nil,
            table: events.isEmpty ? nil : table(events, words))
    }

    private func table(_ events: [Event], _ words: AssistWords) -> Table {
        let columns = ["record", "what", "when"].map(words.say), said = EventWords(scope.voice)
        return Table(words.say("done"), columns: columns.map { Table.Column($0) }, rows: events.map { event in
            let place = registry.history(of: event, for: scope)
            return Table.Row(
                id: event.id.description, title: place.map { scope.say($0.kind) } ?? event.record, link: place.map { Link($0.path) },
                cells: [
                    .badge(said.what(event.name), said.tone(event.name), label: columns[1]),
                    .moment(scope.formats.relative(event.at, to: scope.now), iso8601(event.at), label: columns[2]),
                ])
        })
    }
}
