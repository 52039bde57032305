import FoundationEssentials
import Platform
import Support
import Testing

@Suite("Who sees what", .enabled(if: TestPlatform.isPossible))
struct DecidingWhoSeesWhat {
    private static let path = "/settings/access"

    /// With an admin's and a staff member's cookies, and two customers that belong to the former.
    private func withOffice(_ body: (CustomerHouse, Scope, _ admin: String, _ staff: String) async throws -> Void) async throws {
        try await CustomerHouse.with { house async throws in
            let owner = try await house.platform.register("Acme"), staff = try await house.platform.join(owner.business.id, as: .staff)
            let admin = try await house.cookie(of: owner)
            for (name, segment) in [("Ada", "lead"), ("Bea", "vip")] {
                let made = try await house.ask(.post, "/crm/customers", cookie: admin, ["name": name, "segment": segment, "owner": owner.member.id.description])
                #expect(made.status == 303)
            }
            try await body(house, staff, admin, house.cookie(of: staff))
        }
    }

    @Test("is decided for a role, said in words, and true at once")
    func decided() async throws {
        try await withOffice { house, _, admin, staff async throws in
            let before = try await house.ask(.get, Self.path, cookie: admin).text
            #expect(before.contains("All of them") && before.contains("All fields") && before.contains("No teams yet"))
            let sent = try await house.ask(.post, "\(Self.path)/customers/staff", cookie: admin, [
                "rows": "some.segment", "value.segment.vip": "true", "field.email": "hidden", "field.phone": "read_only",
            ])
            #expect(sent.status == 303 && sent.location == Self.path)
            let after = try await house.ask(.get, Self.path, cookie: admin).text
            for words in ["Only where Segment is: VIP", "Hidden: E-mail.", "To read only: Phone."] { #expect(after.contains(words), "\(words)") }
            let list = try await house.ask(.get, "/crm/customers", cookie: staff).text
            #expect(list.contains("Bea") && !list.contains("Ada") && !list.contains("E-mail"))
            let form = try await house.ask(.get, "\(Self.path)/customers/staff", cookie: admin).text
            #expect(form.contains("value=\"some.segment\" selected") && form.contains("name=\"value.segment.vip\" value=\"true\" checked"))
            _ = try await house.ask(.post, "\(Self.path)/customers/staff", cookie: admin, ["rows": "all"])
            #expect(try await house.ask(.get, "/crm/customers", cookie: staff).text.contains("Ada"))
        }
    }

    @Test("is asked about again when it would be nothing, and is not decided for admins", arguments: [
        ("staff", "some.segment", 422), ("staff", "", 422), ("staff", "some.name", 422), ("admin", "own", 404), ("owner", "own", 404), ("king", "own", 404),
    ])
    func refused(role: String, rows: String, status: Int) async throws {
        try await withOffice { house, staff, admin, _ async throws in
            let sent = try await house.ask(.post, "\(Self.path)/customers/\(role)", cookie: admin, ["rows": rows])
            #expect(sent.status == status)
            #expect(try await house.platform.seats.scope(of: staff.member.id, in: staff.business.id)?.business.accessRules == AccessRules.none)
        }
    }

    @Test("is for admins to decide")
    func permission() async throws {
        try await withOffice { house, _, _, staff async throws in
            for path in [Self.path, "\(Self.path)/customers/staff", "/settings/teams/new"] {
                #expect(try await house.ask(.get, path, cookie: staff).status == 403, "\(path)")
            }
            #expect(try await house.ask(.post, "\(Self.path)/customers/staff", cookie: staff, ["rows": "all"]).status == 403)
        }
    }

    @Test("is shared in teams, which are made, changed and removed")
    func teams() async throws {
        try await withOffice { house, member, admin, staff async throws in
            let owner = try await house.platform.superuser.read(Query<ID<Member>>.value("select id from members where role = 'owner'"))
            _ = try await house.ask(.post, "\(Self.path)/customers/staff", cookie: admin, ["rows": "team"])
            #expect(try await !house.ask(.get, "/crm/customers", cookie: staff).text.contains("Ada"))
            let both = ["name": "North & South", "member.\(owner)": "true", "member.\(member.member.id)": "true"] as KeyValuePairs
            #expect(try await house.ask(.post, "/settings/teams/new", cookie: admin, both).location == Self.path)
            #expect(try await house.ask(.get, "/crm/customers", cookie: staff).text.contains("Ada"))
            let page = try await house.ask(.get, Self.path, cookie: admin).text
            let link = try #require(page.firstMatch(of: /\/settings\/teams\/[0-9a-f-]{36}/)).output
            #expect(page.contains("North &amp; South") && page.contains("Owner of Acme"))
            let twice = try await house.ask(.post, "/settings/teams/new", cookie: admin, ["name": "north & SOUTH"])
            #expect(twice.status == 422 && twice.text.contains("Another team has this name already."))
            for name in ["", String(repeating: "x", count: 61)] {
                #expect(try await house.ask(.post, String(link), cookie: admin, ["name": name]).status == 422)
            }
            #expect(try await house.ask(.post, "\(link)/delete", cookie: admin).status == 303)
            #expect(try await !house.ask(.get, "/crm/customers", cookie: staff).text.contains("Ada"))
            #expect(try await house.ask(.get, String(link), cookie: admin).status == 404)
        }
    }
}
