import Platform
import Web

/// Makes the list of people.
struct PeopleList: Sendable {
    let scope: OperatorScope

    private var words: DirectoryWords { DirectoryWords(name: "people", voice: scope.voice) }
    private var mayChange: Bool { scope.refusal(.operators(.admin), of: nil) == nil }

    func page(_ query: Form) async throws -> DirectoryPage {
        let sought = Sought(query)
        let (found, count) = try await People(db: scope.db).page(sought)
        let leaf = Leaf(found, sought, path: "/people") { $0.id.description }
        return words.page(
            sought, count: count, table: leaf.entries.isEmpty ? nil : table(leaf.entries, sought), pager: leaf.pager, icon: "people")
    }

    private func table(_ entries: [People.Entry], _ sought: Sought) -> Table {
        let columns = ["name", "email", "businesses", "status", "last_login", "since"].map { Table.Column(words.say($0)) }
        return Table(words.say("title"), columns: columns, rows: entries.map { row($0, sought) })
    }

    private func row(_ entry: People.Entry, _ sought: Sought) -> Table.Row {
        Table.Row(
            id: entry.id.description, title: entry.name, link: "/people/\(entry.id)", initials: initials(entry.name),
            cells: [
                Table.Cell(entry.email, label: words.say("email"), link: .mail(to: entry.email)),
                businesses(entry),
                words.statusCell(isActive: entry.isActive),
                scope.voice.cell(words.say("last_login"), entry.lastLogin),
                scope.voice.cell(words.say("since"), entry.createdAt),
            ],
            action: mayChange ? action(entry, sought) : nil)
    }

    /// One is a link; several are only named.
    private func businesses(_ entry: People.Entry) -> Table.Cell {
        let only = entry.businesses.count == 1 ? entry.business : nil
        return Table.Cell(
            scope.voice.formats.list(entry.businesses), label: words.say("businesses"), link: only.map { "/businesses/\($0)" })
    }

    private func action(_ entry: People.Entry, _ sought: Sought) -> Table.Action {
        guard entry.isActive else {
            return Table.Action(words.say("activate"), path: address("/people/\(entry.id)/activate", sought.query))
        }
        return Table.Action(
            words.say("deactivate"), path: address("/people/\(entry.id)/deactivate", sought.query),
            question: scope.voice.say(Phrase("operators.people.question", ["name": .text(entry.name)])))
    }
}
