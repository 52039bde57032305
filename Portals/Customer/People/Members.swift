import FoundationEssentials
import Platform

/// `/members`: who has a seat in the business, in which role; a page at a time, and searched by name and address.
struct Members: Sendable {
    static let path = "/members"
    /// Seats of a page.
    static let most = 50

    var routes: [Route<Scope>] {
        [
            .get(Self.path, .member(AccountPermissions.members)) { request, scope in
                .page(try await MembersList(scope: scope, query: request.query).page())
            },
            .get(Member.pickerPath, .member(AccountPermissions.members)) { request, scope in
                let term = request.query.text("q")
                return .page(PickerFragment(try await scope.db.rows("""
                    select id::text, name, email from colleagues
                     where deleted_at is null and strpos(lower(name || ' ' || email), lower(\(term))) > 0 order by lower(name), id limit 20
                    """) { row in PickerFragment.Option(try row.next(), try row.next(), detail: try row.next()) }))
            },
        ]
    }
}

/// One page of the members.
struct MembersList: Sendable {
    let scope: Scope
    private let term: String
    private let after, before: ID<Member>?

    /// What a URL asks for that does not exist is left out, so that old links still show a list.
    init(scope: Scope, query: Form) {
        self.scope = scope
        term = String(query.text("q").prefix(200)).filter { $0 != "\0" }
        after = query["after"].flatMap(ID<Member>.init)
        before = query["before"].flatMap(ID<Member>.init)
    }

    /// Two queries, whatever the number of members.
    func page() async throws -> MembersPage {
        let mayManage = scope.may(AccountPermissions.people)
        let (count, found, waiting) = try await scope.db.fetch(
            Query<Int>.value("select count(*) from members m join users u on u.id = m.user_id where \(matching)"), .rows(rows, as: Seat.init(row:)),
            Query<Int>.value("select count(*) from invitations where accepted_at is null and revoked_at is null"))
        let shown = before == nil ? Array(found.prefix(Members.most)) : found.prefix(Members.most).reversed()
        return MembersPage(
            counts: scope.say(Phrase("platform.home.members_count", ["count": .number(count)])),
            tabs: mayManage ? PeopleWords(scope: scope).tabs(waiting, isInvitations: false) : [],
            invitePath: mayManage ? InviteRoutes.newPath : nil,
            path: Members.path, hidden: [], search: Search(scope.say("platform.people.search"), value: term), filters: [],
            clearPath: term.isEmpty ? nil : Members.path, table: shown.isEmpty ? nil : table(shown, mayManage),
            pager: pager(shown, hasMore: found.count > Members.most),
            roles: Role.allCases.reversed().map { role in
                .init(name: scope.say(role.name), text: scope.say(Phrase("platform.role_texts.\(role.rawValue)")))
            })
    }

    private var matching: SQL {
        term.isEmpty ? "true" : "strpos(lower(u.name || ' ' || u.email), lower(\(term))) > 0"
    }

    /// In the order in which they came, or the other way round on the way back; one more tells whether there are more.
    private var rows: SQL {
        let pivot = after ?? before, way: SQL = before == nil ? "asc" : "desc", sign: SQL = before == nil ? ">" : "<"
        let place: SQL = pivot.map { " and (m.created_at, m.id) \(sign) (select p.created_at, p.id from members p where p.id = \($0))" } ?? ""
        return """
            \(Seat.question) where \(matching)\(place) order by m.created_at \(way), m.id \(way) limit \(literal: Members.most + 1)
            """
    }

    private func table(_ members: [Seat], _ mayManage: Bool) -> Table {
        let email = scope.say("platform.fields.email"), role = scope.say("platform.home.role"), since = scope.say("platform.home.since")
        let rows = members.map { member in
            Table.Row(
                id: member.id.description, title: member.name, link: mayManage ? Link(MemberRoutes.path(member.id)) : nil, initials: initials(member.name),
                cells: [
                    Table.Cell(member.email, label: email, link: .mail(to: member.email)),
                    .badge(scope.say(member.role.name), member.role.rung >= .admin ? .brand : .neutral, label: role),
                    Table.Cell(scope.formats.date(member.since), label: since, style: .date),
                ])
        }
        return Table(
            scope.say("platform.home.members"), columns: [.init(scope.say("platform.home.member")), .init(email), .init(role), .init(since)], rows: rows)
    }

    private func pager(_ shown: [Seat], hasMore: Bool) -> Pager? {
        guard let first = shown.first, let last = shown.last else { return nil }
        func path(_ name: String, _ id: ID<Member>) -> String {
            "\(Members.path)?\(Form([("q", term)].filter { !$0.1.isEmpty } + [(name, id.description)]).urlEncoded)"
        }
        let previous = before == nil ? after != nil : hasMore, next = before == nil ? hasMore : true
        return previous || next ? Pager(previousPath: previous ? path("before", first.id) : nil, nextPath: next ? path("after", last.id) : nil) : nil
    }
}

/// A seat as the pages about people show it.
struct Seat: Sendable {
    let id: ID<Member>, name: String, email: String, role: BusinessRole, since: Date

    /// Of seats that go by the name of `m`.
    static let question: SQL = """
        select m.id, u.name, u.email, m.role, m.created_at, r.id, r.name, r.decisions
          from members m join users u on u.id = m.user_id left join roles r on r.business_id = m.business_id and r.id = m.role_id
        """

    init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        email = try row.next()
        let rung: Role = try row.next()
        since = try row.next()
        role = try BusinessRole(on: rung, row: &row)
    }

    /// - Throws: `PageError.notFound` when nobody sits there.
    static func one(_ id: ID<Member>, in scope: Scope) async throws -> Seat {
        let found = try await scope.db.first("""
            \(question) where m.id = \(id)
            """, as: Seat.init(row:))
        guard let found else { throw PageError.notFound }
        return found
    }
}
