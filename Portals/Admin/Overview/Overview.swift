import Platform

/// `/`: how the platform does.
struct Overview: Sendable {
    static let path = "/"

    var routes: [Route<OperatorScope>] {
        [.get(Self.path, .operators(.support)) { _, scope in .page(page(try await Census.now(scope.db), scope.voice)) }]
    }

    private func page(_ census: Census, _ voice: Voice) -> OverviewPage {
        let highest = max(1, census.days.map(\.count).max() ?? 1)
        return OverviewPage(
            figures: figures(census.counts, voice),
            days: census.days.map { day in
                .init(day: date(day.day, voice), count: voice.formats.number(day.count), percent: day.count * 100 / highest)
            },
            total: voice.say(Phrase("operators.businesses.count", ["count": .number(census.days.reduce(0) { $0 + $1.count })])),
            sold: sold(census.sold, voice), monthly: monthly(census.sold, voice))
    }

    private func date(_ text: String, _ voice: Voice) -> String {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? voice.formats.date(year: parts[0], month: parts[1], day: parts[2]) : text
    }

    private func figures(_ counts: Census.Counts, _ voice: Voice) -> [OverviewPage.Tile] {
        func tile(_ key: String, _ count: Int, _ path: String, isWarning: Bool = false) -> OverviewPage.Tile {
            .init(label: voice.say(Phrase("operators.overview.\(key)")), value: voice.formats.number(count), path: path, isWarning: isWarning && count > 0)
        }
        return [
            tile("businesses", counts.businesses, "/businesses"),
            tile("active", counts.businesses - counts.suspended, "/businesses?status=active"),
            tile("suspended", counts.suspended, "/businesses?status=inactive", isWarning: true),
            tile("trialing", counts.trialing, "/businesses?standing=trialing"),
            tile("past_due", counts.pastDue, "/businesses?standing=past_due", isWarning: true),
            tile("people", counts.people, "/people"), tile("members", counts.members, "/businesses"),
            tile("inactive", counts.inactive, "/people?status=inactive"),
            tile("failing", counts.failing, MailRoutes.path, isWarning: true), tile("resting", counts.resting, "/modules", isWarning: true),
        ]
    }

    private func sold(_ sold: [Census.Sold], _ voice: Voice) -> Table {
        let columns = ["plan", "businesses", "monthly"].map { voice.say(Phrase("operators.overview.\($0)")) }
        return Table(
            voice.say("operators.overview.sold"), columns: [.init(columns[0]), .init(columns[1], isNumeric: true), .init(columns[2], isNumeric: true)],
            rows: sold.map { plan in
                Table.Row(id: plan.code, title: plan.name, link: "/businesses?plan=\(plan.code)", cells: [
                    Table.Cell(voice.formats.number(plan.count), label: columns[1], style: .number),
                    Table.Cell(voice.formats.money(plan.monthly, Currency(rawValue: plan.currency) ?? .usd), label: columns[2], style: .number),
                ])
            })
    }

    private func monthly(_ sold: [Census.Sold], _ voice: Voice) -> [Fact] {
        Dictionary(grouping: sold, by: \.currency).mapValues { $0.reduce(0) { $0 + $1.monthly } }.sorted { $0.key < $1.key }.map { code, amount in
            let currency = Currency(rawValue: code) ?? .usd
            return Fact(voice.formats.name(of: currency), voice.formats.money(amount, currency))
        }
    }
}
