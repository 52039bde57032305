import Platform

/// The pages about teams.
struct TeamPages: Sendable {
    let scope: Scope

    struct Person: Sendable {
        let id: ID<Member>, name: String
    }

    /// All who have a seat, by name.
    func people() async throws -> [Person] {
        try await scope.db.rows("select id, name from colleagues where deleted_at is null order by lower(name), id") { row in
            Person(id: try row.next(), name: try row.next())
        }
    }

    func table(_ teams: [Team], _ people: [Person]) -> Table? {
        guard !teams.isEmpty else { return nil }
        let names = Dictionary(people.map { ($0.id, $0.name) }) { first, _ in first }, members = scope.say("platform.home.members")
        return Table(say("title"), columns: [.init(say("name")), .init(members)], rows: teams.map { team in
            let path = "\(TeamRoutes.path)/\(team.id)"
            return Table.Row(id: team.id.description, title: team.name, link: scope.seesEverything ? Link(path) : nil, cells: [
                Table.Cell(scope.formats.list(team.members.compactMap { names[$0] }), label: members),
            ], action: scope.seesEverything ? .init(scope.say("platform.custom.remove"), leadingTo: path + "/delete") : nil)
        })
    }

    func typed(_ team: Team) -> Form { Form([("name", team.name)] + team.members.map { ("member.\($0)", "true") }) }

    /// - Parameter team: nil for a new one.
    func form(_ team: Team?, _ typed: Form, _ people: [Person], _ problem: Phrase? = nil) -> RecordFormPage {
        let name = FormField(
            "name", label: say("name"), error: problem.map(scope.say), isRequired: true, hasFocus: true,
            .text(.init(.text, typed["name"] ?? "", maxLength: Teams.mostName)))
        let members = people.map { person in
            FormField("member.\(person.id)", label: person.name, .checkbox(.init(typed["member.\(person.id)"] != nil)))
        }
        return RecordFormPage(
            title: team?.name ?? say("new"), crumbs: crumbs,
            action: "\(TeamRoutes.path)/\(team?.id.description ?? "new")", cancelPath: AccessRoutes.path, submitLabel: scope.say("common.save"),
            sections: [FormSection(nil, [name]), FormSection(scope.say("platform.home.members"), members)],
            id: team == nil ? typed["id"] : nil,
            error: problem == nil ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(1)])))
    }

    func question(_ team: Team) -> DeletePage {
        DeletePage(
            title: scope.say(Phrase("platform.teams.remove_title", ["name": .text(team.name)])),
            text: scope.say("platform.teams.remove_text"), crumbs: crumbs,
            action: "\(TeamRoutes.path)/\(team.id)/delete", cancelPath: AccessRoutes.path)
    }

    private var crumbs: [Crumb] { [AccessWords(scope: scope).settings, Crumb(AccessWords(scope: scope).say("title"), path: AccessRoutes.path)] }

    private func say(_ key: String) -> String { scope.say(Phrase("platform.teams.\(key)")) }
}
