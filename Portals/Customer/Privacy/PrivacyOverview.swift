import FoundationEssentials
import Platform

/// Makes the page of requests and of what is kept for how long.
struct PrivacyOverview: Sendable {
    let scope: Scope
    private let words: PrivacyWords

    init(_ registry: Registry, _ scope: Scope) {
        self.scope = scope
        words = PrivacyWords(registry: registry, scope: scope)
    }

    func page() async throws -> PrivacyPage {
        async let requests = SubjectRequests(in: scope).all(), purges = Purge.all(in: scope), kept = Retention.now(in: scope)
        let (all, runs, retention) = try await (requests, purges, kept)
        let ages = ["records", "history", "rest", "never"].map { words.say("retention.ages.\($0)") }
        return PrivacyPage(
            crumbs: [Crumb(scope.say("platform.home.settings"), path: "/settings")], newPath: "\(PrivacyRoutes.path)/new", requests: words.requests(all),
            retention: sentences(retention), notice: notice(retention), ages: ages, purges: table(runs))
    }

    private func sentences(_ retention: Retention) -> [String] {
        let plan = scope.business.entitlement
        let planned = plan.retentionDays.map { words.say("retention.plan", ["plan": .text(plan.name), "count": .number($0)]) }
            ?? words.say("retention.plan_ever", ["plan": .text(plan.name)])
        return [planned]
    }

    private func notice(_ retention: Retention) -> String? {
        retention.next.map { next in
            let date: [String: Phrase.Argument] = ["date": .text(scope.formats.date(next.from)), "days": .number(next.days)]
            guard let days = retention.days else { return words.say("retention.until_ever", date) }
            return words.say("retention.until", date.merging(["before": .number(days)]) { one, _ in one })
        }
    }

    private func table(_ purges: [Purge]) -> Table? {
        guard !purges.isEmpty else { return nil }
        let (before, what) = (words.say("retention.before"), words.say("retention.removed"))
        return Table(words.say("retention.purges"), columns: [.init(words.say("retention.at")), .init(before), .init(what)], rows: purges.map { purge in
            Table.Row(id: purge.id.description, title: scope.formats.dateTime(purge.at), cells: [
                Table.Cell(scope.formats.date(purge.before), label: before, style: .date), Table.Cell(removed(purge), label: what, style: .reason),
            ])
        })
    }

    private func removed(_ purge: Purge) -> String {
        guard !purge.counts.isEmpty else { return words.say("retention.nothing") }
        return scope.formats.list(purge.counts.sorted { $0.key < $1.key }.map { key, count in
            let name = key.hasPrefix("records.") ? words.many(String(key.dropFirst(8))) : words.say("retention.kinds.\(key)")
            return words.say("retention.count", ["what": .text(name), "count": .text(scope.formats.number(count))])
        })
    }
}
