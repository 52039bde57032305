import FoundationEssentials
import Platform

/// Makes the page of one business.
struct BusinessView: Sendable {
    let registry: Registry
    let scope: OperatorScope

    private var voice: Voice { scope.voice }
    private var mayChange: Bool { scope.refusal(.operators(.admin), of: nil) == nil }

    /// - Parameters:
    ///   - typed: the reason of a suspension that could not be taken, with what is wrong with it.
    /// - Throws: `PageError.notFound`.
    func page(_ id: ID<Business>, typed: String = "", mistake: SuspensionReason.Mistake? = nil) async throws -> BusinessPage {
        guard let file = try await Businesses(db: scope.db).file(of: id) else { throw PageError.notFound }
        let business = file.business
        let isActive = business.status == .active
        return BusinessPage(
            name: business.name, initials: initials(business.name),
            status: DirectoryWords(name: "businesses", voice: voice).badge(isActive: isActive),
            crumbs: [Crumb(voice.say("operators.businesses.title"), path: "/businesses")],
            facts: facts(file), figures: figures(file), members: members(file), more: more(file),
            suspension: suspension(file),
            suspend: isActive && mayChange ? suspendForm(id, typed, mistake) : nil)
    }

    private func say(_ key: String, _ arguments: [String: Phrase.Argument] = [:]) -> String {
        voice.say(Phrase("operators.business.\(key)", arguments))
    }

    private func facts(_ file: BusinessFile) -> [Fact] {
        let business = file.business
        return [
            Fact(
                voice.say("operators.standing.plan"),
                "\(business.entitlement.name) · \(voice.say(Phrase("customer.plan.status_\(business.entitlement.status.rawValue)")))",
                link: "/businesses/\(business.id)/plan"),
            Fact(say("language"), business.language?.endonym ?? say("any_language")),
            Fact(say("currency"), "\(business.currency.rawValue) · \(voice.formats.name(of: business.currency))"),
            Fact(say("time_zone"), business.timeZone.identifier),
            voice.fact(say("since"), file.createdAt),
            voice.fact(say("changed"), file.updatedAt),
            Fact(say("version"), voice.formats.number(file.version)),
            Fact(say("id"), business.id.description),
        ]
    }

    private func figures(_ file: BusinessFile) -> [Figure] {
        let records = registry.modules.flatMap { module in
            module.records.map { record in
                Figure(voice.say(module.name(of: record)), voice.formats.number(file.tallies[record.table] ?? 0))
            }
        }
        return [Figure(say("members"), voice.formats.number(file.memberCount), .brand)] + records
    }

    private func members(_ file: BusinessFile) -> Table {
        let columns = ["member", "email", "role", "status", "last_login"].map { Table.Column(say($0)) }
        return Table(say("members"), columns: columns, rows: file.members.map { seat in
            Table.Row(id: seat.id.description, title: seat.name, initials: initials(seat.name), cells: cells(seat),
                action: seat.isActive && file.business.status == .active
                    ? Table.Action(voice.say("assists.ask.offer"), leadingTo: AssistRoutes.path(seat.id, of: file.business.id)) : nil)
        })
    }

    private func cells(_ seat: BusinessFile.Seat) -> [Table.Cell] {
        [
            Table.Cell(seat.email, label: say("email"), link: .mail(to: seat.email)),
            Table.Cell(voice.say(Phrase("platform.roles.\(seat.role.rawValue)")), label: say("role")),
            DirectoryWords(name: "people", voice: voice).statusCell(isActive: seat.isActive),
            voice.cell(say("last_login"), seat.lastLogin),
        ]
    }

    /// Says so where not all members are shown.
    private func more(_ file: BusinessFile) -> Pager? {
        guard file.memberCount > file.members.count else { return nil }
        return Pager(text: say("more_members", ["shown": .number(file.members.count), "count": .number(file.memberCount)]))
    }

    private func suspension(_ file: BusinessFile) -> BusinessPage.Suspension? {
        guard case .suspended(let reason, let since) = file.business.status else { return nil }
        let when = voice.formats.relative(since, to: Date())
        let text = file.suspendedBy.map { say("suspended_by", ["name": .text($0), "when": .text(when)]) }
        return BusinessPage.Suspension(
            reason: reason, text: text ?? say("suspended_since", ["when": .text(when)]),
            reactivatePath: mayChange ? "/businesses/\(file.business.id)/reactivate" : nil)
    }

    private func suspendForm(
        _ id: ID<Business>, _ typed: String, _ mistake: SuspensionReason.Mistake?
    ) -> BusinessPage.SuspendForm {
        BusinessPage.SuspendForm(
            action: "/businesses/\(id)/suspend",
            reason: FormField(
                "reason", label: say("reason"), help: say("reason_help"), error: mistake.map { voice.say($0.phrase) },
                isRequired: true, hasFocus: mistake != nil,
                .longText(.init(typed, maxLength: SuspensionReason.longest))))
    }
}
