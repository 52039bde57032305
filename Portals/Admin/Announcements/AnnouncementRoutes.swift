import FoundationEssentials
import Platform

/// `/announcements`: what is told to all businesses, or to those with certain plans.
struct AnnouncementRoutes: Sendable {
    static let path = "/announcements"

    var routes: [Route<OperatorScope>] {
        [
            .get(Self.path, .operators(.support)) { _, scope in .page(try await page(scope, AnnouncementEntry(Form(), scope.voice))) },
            .post(Self.path, .operators(.admin)) { request, scope in
                var entry = AnnouncementEntry(request.form, scope.voice)
                guard let announcement = entry.read(plans: try await Plans(scope: scope).all().map(\.plan.code)) else {
                    return .page(try await page(scope, entry), status: .unprocessableContent)
                }
                try await add(announcement, scope)
                return .seeOther(Self.path, saying: Announcement(scope.voice.say("operators.announcements.told")))
            },
            .post("\(Self.path)/{id}/remove", .operators(.admin)) { request, scope -> Answer<AnnouncementsPage> in
                let isDone = try await remove(request.id(), scope)
                let said = scope.voice.say(isDone ? "operators.announcements.removed" : "operators.announcements.removed_already")
                return .seeOther(Self.path, saying: Announcement(said, kind: isDone ? .success : .info))
            },
        ]
    }

    private func page(_ scope: OperatorScope, _ entry: AnnouncementEntry) async throws -> AnnouncementsPage {
        let (all, plans) = try await scope.db.fetch(
            Query<[PlatformAnnouncement]>.rows(
                "select \(PlatformAnnouncement.columns) from announcements a order by a.starts_at desc, a.id desc limit 200", as: PlatformAnnouncement.init(row:)),
            Query<[Businesses.PlanName]>.rows("select code, plan_name from plans order by position, plan_name, id", as: Businesses.PlanName.init(code:name:)))
        let mayChange = scope.refusal(.operators(.admin), of: nil) == nil
        return AnnouncementsPage(
            table: all.isEmpty ? nil : table(all, plans, scope, mayChange: mayChange),
            adding: mayChange ? .init(path: Self.path, fields: entry.fields(plans), isOpen: !entry.problems.isEmpty) : nil)
    }

    private func table(_ all: [PlatformAnnouncement], _ plans: [Businesses.PlanName], _ scope: OperatorScope, mayChange: Bool) -> Table {
        func say(_ key: String) -> String { scope.voice.say(Phrase("operators.announcements.\(key)")) }
        let columns = ["text", "kind", "from", "until", "plans"].map(say)
        let now = Date()
        return Table(say("title"), columns: columns.map { Table.Column($0) }, rows: all.map { told in
            let names = told.plans.map { codes in scope.voice.formats.list(codes.map { code in plans.first { $0.code == code }?.name ?? code }) }
            return Table.Row(
                id: told.id.description, title: told.text(in: scope.voice.language),
                cells: [
                    .badge(say("kind_\(told.kind.rawValue)"), told.kind == .warning ? .warning : .info, label: columns[1]),
                    Table.Cell(scope.voice.formats.date(told.startsAt), label: columns[2]),
                    Table.Cell(told.endsAt <= now ? say("over") : scope.voice.formats.date(told.endsAt - 1), label: columns[3]),
                    Table.Cell(names ?? say("all_plans"), label: columns[4]),
                ],
                action: mayChange ? Table.Action(say("remove"), path: "\(Self.path)/\(told.id)/remove", question: say("remove_question")) : nil)
        })
    }

    private func add(_ told: PlatformAnnouncement, _ scope: OperatorScope) async throws {
        try await scope.db.execute("""
            with told as (
                insert into announcements (id, kind, texts, plans, starts_at, ends_at)
                values (\(told.id), \(told.kind.rawValue), \(JSON(told.texts)), \(told.plans), \(told.startsAt), \(told.endsAt)) returning id)
            insert into operator_actions (id, operator_id, action, subject_id)
            select \(ID<Operator>()), \(scope.operatorID), 'announcement.told', id from told
            """)
    }

    /// - Returns: whether it was there.
    private func remove(_ id: ID<PlatformAnnouncement>, _ scope: OperatorScope) async throws -> Bool {
        try await scope.db.execute("""
            with gone as (delete from announcements where id = \(id) returning id)
            insert into operator_actions (id, operator_id, action, subject_id)
            select \(ID<Operator>()), \(scope.operatorID), 'announcement.removed', id from gone
            """) > 0
    }
}
