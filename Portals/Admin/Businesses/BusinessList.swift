import Platform

/// Makes the list of businesses.
struct BusinessList: Sendable {
    let scope: OperatorScope

    private var words: DirectoryWords { DirectoryWords(name: "businesses", voice: scope.voice) }

    func page(_ query: Form) async throws -> DirectoryPage {
        let sought = Sought(query)
        let (found, count, plans) = try await Businesses(db: scope.db).page(sought)
        let leaf = Leaf(found, sought, path: "/businesses") { $0.id.description }
        return words.page(
            sought, count: count, table: leaf.entries.isEmpty ? nil : table(leaf.entries), pager: leaf.pager, icon: "building",
            filters: filters(sought, plans))
    }

    private func filters(_ sought: Sought, _ plans: [Businesses.PlanName]) -> [Filter] {
        let plan = [Choice("", words.say("any_plan"), isSelected: sought.plan.isEmpty)]
            + plans.map { Choice($0.code, $0.name, isSelected: sought.plan == $0.code) }
        let standing = [Choice("", words.say("any_standing"), isSelected: sought.standing == nil)] + SubscriptionStatus.allCases.map {
            Choice($0.rawValue, scope.voice.say(Phrase("customer.plan.status_\($0.rawValue)")), isSelected: sought.standing == $0)
        }
        return [Filter("plan", label: words.say("plan"), options: plan), Filter("standing", label: words.say("standing"), options: standing)]
    }

    private func table(_ entries: [Businesses.Entry]) -> Table {
        let columns = [
            Table.Column(words.say("name")), Table.Column(words.say("status")), Table.Column(words.say("plan")),
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
                Table.Cell(entry.plan ?? "", label: words.say("plan")),
                Table.Cell(formats.number(entry.members), label: words.say("members"), style: .number),
                Table.Cell(formats.number(entry.rows), label: words.say("rows"), style: .number),
                scope.voice.cell(words.say("since"), entry.createdAt),
            ])
    }
}
