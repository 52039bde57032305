import FoundationEssentials
import Platform

/// Who has a seat in the business, in which role.
struct Members: Sendable {
    var routes: [Route<Scope>] {
        [
            .get("/members", .member(AccountPermissions.members)) { _, scope in
                let members = try await scope.db.rows("""
                    select m.id, u.name, u.email, m.role, m.created_at
                      from members m join users u on u.id = m.user_id
                     order by m.created_at, m.id limit 500
                    """, as: Seat.init(row:))
                return .page(page(members, scope))
            }
        ]
    }

    private func page(_ members: [Seat], _ scope: Scope) -> MembersPage {
        let email = scope.say("platform.fields.email"), role = scope.say("platform.home.role"), since = scope.say("platform.home.since")
        let rows = members.map { member in
            Table.Row(id: member.id.description, title: member.name, initials: initials(member.name), cells: [
                Table.Cell(member.email, label: email, link: .mail(to: member.email)),
                .badge(scope.say(member.role.name), member.role >= .admin ? .brand : .neutral, label: role),
                Table.Cell(scope.formats.date(member.since), label: since, style: .date),
            ])
        }
        return MembersPage(
            counts: scope.say(Phrase("platform.home.members_count", ["count": .number(members.count)])),
            table: Table(
                scope.say("platform.home.members"),
                columns: [.init(scope.say("platform.home.member")), .init(email), .init(role), .init(since)], rows: rows),
            roles: Role.allCases.reversed().map { role in
                .init(name: scope.say(role.name), text: scope.say(Phrase("platform.role_texts.\(role.rawValue)")))
            })
    }
}

private struct Seat: Sendable {
    let id: ID<Member>, name: String, email: String, role: Role, since: Date

    init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        email = try row.next()
        role = try row.next()
        since = try row.next()
    }
}
