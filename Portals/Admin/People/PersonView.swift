import Platform

/// Makes the page of one person.
struct PersonView: Sendable {
    let scope: OperatorScope
    /// Whether a mail to them goes out.
    let sendsMail: Bool

    private var voice: Voice { scope.voice }

    func page(_ id: ID<User>) async throws -> PersonPage {
        let file = try await People(db: scope.db).file(of: id)
        let words = DirectoryWords(name: "people", voice: voice)
        let mayChange = scope.refusal(.operators(.admin), of: nil) == nil
        return PersonPage(
            name: file.name, initials: initials(file.name), status: words.badge(isActive: file.isActive),
            crumbs: [Crumb(words.say("title"), path: "/people")], facts: facts(file), seats: file.seats.isEmpty ? nil : seats(file),
            actions: mayChange ? actions(id, file) : [], isUnsent: mayChange && !sendsMail)
    }

    private func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String { voice.say(Phrase("operators.person.\(key)", arguments)) }

    private func facts(_ file: PersonFile) -> [Fact] {
        [
            Fact(voice.say("operators.people.email"), file.email, link: .mail(to: file.email)),
            Fact(voice.say("operators.business.language"), file.language?.endonym ?? ""),
            voice.fact(voice.say("operators.people.last_login"), file.lastLogin), voice.fact(voice.say("operators.people.since"), file.createdAt),
            Fact(say("sessions"), voice.formats.number(file.sessions)),
        ]
    }

    private func seats(_ file: PersonFile) -> Table {
        let columns = [say("business"), say("role"), voice.say("operators.businesses.status"), say("since")]
        let words = DirectoryWords(name: "businesses", voice: voice)
        return Table(say("seats"), columns: columns.map { Table.Column($0) }, rows: file.seats.map { seat in
            Table.Row(id: seat.business.description, title: seat.name, link: "/businesses/\(seat.business)", cells: [
                Table.Cell(seat.roleName ?? voice.say(Phrase("platform.roles.\(seat.role.rawValue)")), label: columns[1]),
                words.statusCell(isActive: seat.isActive), voice.cell(columns[3], seat.since),
            ], action: file.isActive && seat.isActive ? Table.Action(voice.say("assists.ask.offer"), leadingTo: AssistRoutes.path(seat.id, of: seat.business)) : nil)
        })
    }

    private func actions(_ id: ID<User>, _ file: PersonFile) -> [Table.Action] {
        let name: [String: Phrase.Argument] = ["name": .text(file.name)]
        let toggle = file.isActive
            ? Table.Action(
                voice.say("operators.people.deactivate"), path: "/people/\(id)/deactivate?at=person",
                question: voice.say(Phrase("operators.people.question", name)))
            : Table.Action(voice.say("operators.people.activate"), path: "/people/\(id)/activate?at=person")
        let reset = Table.Action(say("reset"), path: "/people/\(id)/reset", question: say("reset_question", ["email": .text(file.email)]))
        let end = Table.Action(say("sign_out"), path: "/people/\(id)/sign-out", question: say("sign_out_question", name))
        return (file.isActive && sendsMail ? [reset] : []) + (file.isActive ? [end] : []) + [toggle]
    }
}
