import FoundationEssentials
import Platform

/// Requests, findings and reports as people read them.
struct PrivacyWords: Sendable {
    let registry: Registry
    let scope: Scope

    func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String { scope.say(Phrase("privacy.\(key)", arguments)) }

    func badge(_ request: SubjectRequest) -> Badge {
        if request.isOverdue(at: scope.now) { return Badge(say("states.overdue"), .negative) }
        return Badge(say("states.\(request.state.rawValue)"), request.state == .open ? .warning : request.state == .erased ? .positive : .neutral)
    }

    func facts(_ request: SubjectRequest) -> [Fact] {
        let begun = [
            Fact(say("requests.asked_by"), request.askedBy ?? scope.say("platform.history.former")),
            Fact(say("requests.created"), scope.formats.date(request.createdAt)),
        ]
        guard let ended = request.endedAt else { return begun + [Fact(say("requests.due"), scope.formats.date(request.dueAt))] }
        return begun + [
            Fact(say("requests.ended"), scope.formats.dateTime(ended)), Fact(say("requests.ended_by"), request.endedBy ?? scope.say("platform.history.former")),
        ] + (request.reason.map { [Fact(say("requests.reason"), say("reasons.\($0.rawValue)"))] } ?? [])
    }

    func requests(_ requests: [SubjectRequest]) -> Table? {
        guard !requests.isEmpty else { return nil }
        let labels = ["state", "due", "asked_by", "ended"].map { say("requests.\($0)") }
        return Table(say("requests.title"), columns: [.init(say("requests.created"))] + labels.map { .init($0) }, rows: requests.map { request in
            let badge = badge(request)
            return Table.Row(
                id: request.id.description, title: scope.formats.date(request.createdAt), link: Link("\(PrivacyRoutes.path)/requests/", request.id.description),
                cells: [
                    .badge(badge.text, Tone(rawValue: badge.tone) ?? .neutral, label: labels[0]),
                    Table.Cell(request.state == .open ? scope.formats.date(request.dueAt) : "", label: labels[1], style: .date),
                    Table.Cell(request.askedBy ?? scope.say("platform.history.former"), label: labels[2]),
                    Table.Cell(request.endedAt.map { scope.formats.date($0) } ?? "", label: labels[3], style: .date),
                ])
        })
    }

    /// What a record is, and what erasing does to it.
    func detail(_ record: FoundRecord) -> String {
        [many(record.table), say(record.isTheirs ? "found.theirs" : "found.named"), record.isDeleted ? say("found.deleted") : ""].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    func kept(_ records: [FoundRecord]) -> Table {
        let labels = [say("found.kind"), say("found.why")]
        return Table(say("found.kept"), columns: [.init(say("found.record")), .init(labels[0]), .init(labels[1])], rows: records.map { record in
            Table.Row(id: record.key, title: record.title, cells: [
                Table.Cell(many(record.table), label: labels[0]), Table.Cell(record.ground.map(scope.say) ?? "", label: labels[1], style: .reason),
            ])
        })
    }

    func gone(_ report: ErasureReport) -> Table? { table(say("preview.gone"), report.lines) }
    func stays(_ report: ErasureReport) -> Table? { table(say("preview.stays"), report.stays) }

    private func table(_ title: String, _ lines: [ErasureReport.Line]) -> Table? {
        guard !lines.isEmpty else { return nil }
        let (count, what) = (say("preview.count"), say("preview.becomes"))
        return Table(title, columns: [.init(say("preview.what")), .init(count, isNumeric: true), .init(what)], rows: lines.map { line in
            let (name, end) = words(line.key)
            return Table.Row(id: line.key, title: name, cells: [
                Table.Cell(scope.formats.number(line.count), label: count, style: .number), Table.Cell(end, label: what, style: .reason),
            ])
        })
    }

    /// What it is, and what becomes of it.
    private func words(_ key: String) -> (String, String) {
        let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return (say("traces.\(key)"), say("ends.\(key)")) }
        return (many(parts[1]), say("ends.\(parts[0])"))
    }

    /// What several records of a table are called; its own name where their module is not installed any more.
    func many(_ table: String) -> String {
        for module in registry.modules {
            if let record = module.records.first(where: { $0.table == table }) { return scope.say(module.name(of: record)) }
        }
        return table
    }
}
