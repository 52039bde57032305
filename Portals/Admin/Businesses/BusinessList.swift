import Platform

/// Makes the list of businesses.
struct BusinessList: Sendable {
    let scope: OperatorScope

    private var words: DirectoryWords { DirectoryWords(name: "businesses", voice: scope.voice) }

    func page(_ query: Form) async throws -> DirectoryPage {
        let sought = Sought(query)
        let (found, count) = try await Businesses(db: scope.db).page(sought)
        let leaf = Leaf(found, sought, path: "/businesses") { $0.id.description }
        return words.page(
            sought, count: count, table: leaf.entries.isEmpty ? nil : table(leaf.entries), pager: leaf.pager, icon: "building")
    }

    private func table(_ entries: [Businesses.Entry]) -> Table {
        let columns = [
            Table.Column(words.say("name")), Table.Column(words.say("status")),
            Table.Column(words.say("members"), isNumeric: true), Table.Column(words.say("rows"), isNumeric: true),
            Table.Column(words.say("since")),
        ]
        return Table(words.say("title"), columns: columns, rows: entries.map(row))
    }

    private func row(_ entry: Businesses.Entry) -> Table.Row {
        let formats = scope.voice.formats
        return Table.Row(
            id: entry.id.description, title: entry.name, link: "/businesses/\(entry.id)", initials: initials(entry.name),
            cells: [
                words.statusCell(isActive: entry.isActive),
                Table.Cell(formats.number(entry.members), label: words.say("members"), style: .number),
                Table.Cell(formats.number(entry.rows), label: words.say("rows"), style: .number),
                scope.voice.cell(words.say("since"), entry.createdAt),
            ])
    }
}
