import FoundationEssentials
import Platform

/// Sessions and sign-ins as people read them.
struct SessionWords {
    let scope: Scope

    func table(_ sessions: [Session]) -> Table {
        let place = say("place"), way = say("way"), since = say("since"), seen = say("seen")
        return Table(say("open"), columns: [.init(say("device")), .init(place), .init(way), .init(since), .init(seen)], rows: sessions.map { session in
            Table.Row(
                id: session.id.description, title: scope.say(DeviceName(session.agent).phrase),
                cells: [
                    Table.Cell(session.address, label: place, style: .muted),
                    Table.Cell(name(session.way), label: way),
                    Table.Cell(scope.formats.dateTime(session.createdAt), label: since, style: .date),
                    session.isThis ? .badge(say("this"), .positive, label: seen) : moment(session.lastSeen, label: seen),
                ],
                action: session.isThis ? nil : Table.Action(
                    say("end"), path: "\(SessionRoutes.path)/\(session.id)/end", question: say("end_question")))
        })
    }

    func table(_ events: [SignInEvent]) -> Table {
        let place = say("place"), way = say("way"), outcome = say("outcome"), when = say("when")
        return Table(say("history"), columns: [.init(say("device")), .init(outcome), .init(way), .init(place), .init(when)], rows: events.map { event in
            Table.Row(id: event.id.description, title: scope.say(DeviceName(event.agent).phrase), cells: [
                .badge(say("outcomes.\(event.outcome.rawValue)"), event.outcome == .entered ? .positive : .warning, label: outcome),
                Table.Cell(name(event.way, event.second), label: way),
                Table.Cell(event.address, label: place, style: .muted),
                Table.Cell(scope.formats.dateTime(event.at), label: when, style: .date),
            ])
        })
    }

    private func moment(_ at: Date, label: String) -> Table.Cell {
        .moment(scope.formats.relative(at, to: scope.now), iso8601(at), label: label)
    }

    private func name(_ way: SignInWay, _ second: SecondProof? = nil) -> String {
        let first = say("ways.\(way.rawValue)")
        guard let second else { return first }
        return scope.formats.list([first, say("seconds.\(second.rawValue)")])
    }

    private func say(_ key: String) -> String { scope.say(Phrase("security.sessions.\(key)")) }
}
