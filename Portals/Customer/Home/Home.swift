import FoundationEssentials
import Platform

/// The first page after signing in: what the business has, and what to do next.
struct Home: Sendable {
    let registry: Registry
    /// What becomes of mail.
    let delivery: Delivery

    var routes: [Route<Scope>] {
        [
            .get("/home", .member(AccountPermissions.home)) { _, scope in
                async let reminder = scope.assist == nil ? OwnAddress(scope: scope, delivery: delivery).reminder() : nil
                return .page(page(try await registry.overview(for: scope), try await reminder, scope))
            }.openToAssists
        ]
    }

    private func page(_ records: [RecordOverview], _ reminder: AddressReminder?, _ scope: Scope) -> HomePage {
        HomePage(
            greeting: scope.say(Phrase("platform.home.\(greeting(scope))", ["name": .text(firstName(scope.member.name))])),
            today: scope.formats.date(scope.now), reminder: reminder,
            steps: records.contains { $0.count > 0 } ? [] : steps(records, scope),
            cards: records.map { record in
                HomePage.Card(
                    title: scope.say(record.many), path: record.path, icon: record.icon,
                    figure: scope.formats.number(record.count),
                    caption: scope.say(Phrase("platform.home.caption", ["many": .phrase(record.many)])),
                    create: record.mayCreate ? ListAction(scope.say("platform.list.create"), path: "\(record.path)/new") : nil)
            },
            recent: records.flatMap { record in record.latest.map { (record, $0) } }
                .sorted { $0.1.at > $1.1.at }.prefix(8)
                .map { record, latest in
                    HomePage.Recent(
                        title: latest.title, initials: initials(latest.title), kind: scope.say(record.one),
                        path: "\(record.path)/\(latest.id)",
                        when: scope.formats.relative(latest.at, to: scope.now), moment: iso8601(latest.at))
                })
    }

    private func steps(_ records: [RecordOverview], _ scope: Scope) -> [HomePage.Step] {
        guard let first = records.first, first.mayCreate else { return [] }
        let one: [String: Phrase.Argument] = ["one": .phrase(first.one)]
        let add = HomePage.Step(
            title: scope.say(Phrase("platform.home.step_record", one)), text: scope.say("platform.home.step_record_text"),
            path: "\(first.path)/new")
        let bring = HomePage.Step(
            title: scope.say("platform.home.step_import"), text: scope.say("platform.home.step_import_text"),
            path: "\(first.path)/import")
        guard scope.may(AccountPermissions.settings), scope.assist == nil else { return [add, bring] }
        return [add, bring, HomePage.Step(
            title: scope.say("platform.home.step_settings"), text: scope.say("platform.home.step_settings_text"),
            path: "/settings")]
    }

    /// By the hour where the business is.
    private func greeting(_ scope: Scope) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = scope.business.timeZone
        return switch calendar.component(.hour, from: scope.now) {
        case 5..<12: "morning"
        case 12..<18: "day"
        default: "evening"
        }
    }

    private func firstName(_ name: String) -> String { name.split(separator: " ").first.map(String.init) ?? name }
}
