import CRM
import FoundationEssentials
import Platform
import Support
import Testing

@Suite("The roles of a business", .enabled(if: TestPlatform.isPossible))
struct ManagingRoles {
    private static let path = "/settings/roles"

    private struct Office {
        let house: CustomerHouse, owner: Scope, admin: String
        private var path: String { ManagingRoles.path }

        /// Makes a role by the form.
        /// - Returns: its path.
        func make(_ name: String, on rung: Role = .staff, like: String = "") async throws -> String {
            let fields: KeyValuePairs = ["id": ID<CustomRole>().description, "name": name, "description": "For \(name)", "rung": rung.rawValue, "like": like]
            return try #require(try await house.ask(.post, "\(path)/new", cookie: admin, fields).location)
        }

        func roles(_ scope: Scope? = nil) -> Roles { Roles(house.platform.registry, in: scope ?? owner) }

        /// - Parameter key: of a role that the business made.
        func give(_ key: String, to member: ID<Member>) async throws {
            try await roles().assign(roles().one(#require(ID(key))).role, to: member)
        }
    }

    private func withOffice(_ modules: [Module] = [crm], _ body: (Office) async throws -> Void) async throws {
        try await CustomerHouse.with(modules, texts: modules.count > 1 ? salesTexts : [:]) { house async throws in
            let owner = try await house.platform.register("Acme")
            try await body(Office(house: house, owner: owner, admin: house.cookie(of: owner)))
        }
    }

    @Test("are made, decided about, reset and ended on pages")
    func pages() async throws {
        try await withOffice { office async throws in
            let house = office.house, admin = office.admin
            let empty = try await house.ask(.get, Self.path, cookie: admin).text
            for words in ["No roles of your own yet", "Viewer", "Also deletes, exports and imports."] { #expect(empty.contains(words), "\(words)") }
            let role = try await office.make("Book & keeping")
            let list = try await house.ask(.get, Self.path, cookie: admin).text
            #expect(list.contains("Book &amp; keeping") && list.contains("For Book &amp; keeping"))
            let before = try await house.ask(.get, role, cookie: admin).text
            #expect(before.contains("value=\"crm.customers.create\" form=\"role\" checked") && before.contains("value=\"crm.customers.export\" form=\"role\">"))
            #expect(!before.contains("account.modules.leave") && !before.contains("class=\"check rights__differs"))
            let sent = try await house.ask(.post, role, cookie: admin, [
                "version": "1", "offered": "crm.customers.create crm.customers.export crm.customers.read", "may": "crm.customers.read", "may": "crm.customers.export",
            ])
            #expect(sent.location == role)
            let after = try await house.ask(.get, role, cookie: admin).text
            #expect(after.contains("value=\"crm.customers.create\" form=\"role\">") && after.contains("value=\"crm.customers.export\" form=\"role\" checked"))
            #expect(after.components(separatedBy: "differs from Staff").count == 5)
            let late = try await house.ask(.post, role, cookie: admin, ["version": "1"])
            #expect(late.status == 409 && late.text.contains("Somebody else changed this role meanwhile."))
            #expect(try await house.ask(.get, "\(role)/reset", cookie: admin).text.contains("the same as Staff?"))
            #expect(try await house.ask(.post, "\(role)/reset", cookie: admin, ["version": "2"]).status == 303)
            #expect(try await !house.ask(.get, role, cookie: admin).text.contains("differs from Staff"))
            #expect(try await house.ask(.post, "\(role)/edit", cookie: admin, ["version": "3", "name": "Books", "rung": "manager"]).location == role)
            #expect(try await house.ask(.get, "\(role)/delete", cookie: admin).text.contains("Delete the role “Books”?"))
            #expect(try await house.ask(.post, "\(role)/delete", cookie: admin).location == Self.path)
            #expect(try await house.ask(.get, role, cookie: admin).status == 404)
        }
    }

    @Test("say what is wrong with a form, beside what was typed", arguments: [
        (["name": "", "rung": "staff"], "This field cannot be empty."), (["name": "x", "rung": "owner"], "Choose one of these roles."), (["name": "x"], "Choose one of these roles."),
        (["name": "manager", "rung": "staff"], "Another role has this name already."), (["name": "x", "rung": "staff", "like": "owner"], "Choose one of these roles, or none."),
    ] as [([String: String], String)])
    func wrong(fields: [String: String], says: String) async throws {
        try await withOffice { office async throws in
            let form = Form(fields.map { ($0.key, $0.value) } + [("id", ID<CustomRole>().description)])
            let answer = try await office.house.ask(.post, "\(Self.path)/new", cookie: office.admin, form)
            #expect(answer.status == 422 && (answer.text.contains(says) || says.hasPrefix("This field")), "\(answer.status)")
            #expect(try await office.roles().all().isEmpty)
        }
    }

    @Test("stand side by side with all that the modules declare, also what a new module brings and what is switched off")
    func matrix() async throws {
        try await withOffice([crm, sales()]) { office async throws in
            let role = try await office.make("Books", like: "viewer")
            let page = try await office.house.ask(.get, "\(Self.path)/matrix", cookie: office.admin).text
            for words in ["Customers", "Deals", "API keys", "Books", "Owner"] { #expect(page.contains(words), "\(words)") }
            #expect(page.contains("href=\"\(role)\"") && page.contains("differs from Staff") && !page.contains("Switched off"))
            let cells = page.components(separatedBy: "matrix__yes").count + page.components(separatedBy: "matrix__no").count - 2
            #expect(cells == office.house.platform.registry.permissions.count * 6)
            let one = try await office.house.ask(.get, "\(Self.path)/matrix?role=staff&q=customers", cookie: office.admin).text
            #expect(!one.contains("differs from Staff") && one.contains("Customers") && !one.contains("API keys"))
            _ = try await office.house.platform.superuser.write(Query.execute("update businesses set features_off = '{sales}'"))
            #expect(try await office.house.ask(.get, "\(Self.path)/matrix", cookie: office.admin).text.contains("Switched off"))
            _ = try await office.house.platform.superuser.write(Query.execute("update plans set features = '{\"*\": true, \"crm\": false}'"))
            #expect(try await office.house.ask(.get, "\(Self.path)/matrix", cookie: office.admin).text.contains("Not in your plan"))
        }
    }

    @Test("tell of a member what they may do, and why, with their rules and keys")
    func explained() async throws {
        try await withOffice { office async throws in
            let house = office.house, role = try await office.make("Books")
            let anna = try await house.platform.join(office.owner.business.id, as: .manager)
            let scopes = [Permission("crm.customers.read", from: .viewer), Permission("crm.customers.delete", from: .manager)]
            _ = try await APIKeys(in: anna).make(NewAPIKey(name: "Shop", scopes: scopes, expiresAt: nil))
            let key = String(role.dropFirst(Self.path.count + 1))
            _ = try await house.ask(.post, role, cookie: office.admin, [
                "version": "1", "offered": "crm.customers.create crm.customers.export", "may": "crm.customers.export",
            ])
            try await office.give(key, to: anna.member.id)
            _ = try await house.ask(.post, "/settings/access/customers/\(key)", cookie: office.admin, ["rows": "own", "field.email": "hidden"])
            func page(_ query: String = "") async throws -> String {
                try await house.ask(.get, "\(Self.path)/member/\(anna.member.id)\(query)", cookie: office.admin).text
            }
            let text = try await page()
            for words in [
                "What can manager do?", "Allowed by the role “Books”.", "Not allowed by the role “Books”.", "Staff: may by default.",
                "Staff: may not; Manager and above may.", "Only owners may.", "Sees: Only their own. Hidden: E-mail.", "Shop", "Customers: read", "Customers: delete",
            ] { #expect(text.contains(words), "\(words)") }
            let some = try await page("?q=customers.export")
            #expect(some.contains("Allowed by the role") && !some.contains("Only owners may."))
            #expect(try await page("?q=qwertz").contains("No permission holds this word."))
            _ = try await house.platform.superuser.write(Query.execute("update businesses set features_off = '{crm}'"))
            #expect(try await page().contains("The module is switched off. The role would allow it."))
            _ = try await house.platform.superuser.write(Query.execute("update users set deactivated_at = now() where id = \(anna.member.user)"))
            #expect(try await page().contains("The account is deactivated."))
            let first = try await house.ask(.get, "\(Self.path)/member", cookie: office.admin).location
            #expect(first == "\(Self.path)/member/\(office.owner.member.id)")
            #expect(try await house.ask(.get, "\(Self.path)/member/\(ID<Member>())", cookie: office.admin).status == 404)
        }
    }

    @Test("have rules of their own about records and fields, decided like the others'")
    func rules() async throws {
        try await withOffice { office async throws in
            let house = office.house, role = try await office.make("Books"), place = "/settings/access/customers/\(role.dropFirst(Self.path.count + 1))"
            let access = try await house.ask(.get, "/settings/access", cookie: office.admin).text
            #expect(access.contains(place) && access.contains("As Staff"))
            #expect(try await house.ask(.get, place, cookie: office.admin).text.contains("value=\"rung\" selected"))
            #expect(try await house.ask(.post, place, cookie: office.admin, ["rows": "own", "field.phone": "read_only"]).status == 303)
            let text = try await house.ask(.get, role, cookie: office.admin).text
            #expect(text.contains("Only their own") && text.contains("To read only: Phone.") && text.contains(place))
            #expect(try await house.ask(.post, place, cookie: office.admin, ["rows": "rung"]).status == 303)
            #expect(try await house.ask(.get, place, cookie: office.admin).text.contains("value=\"rung\" selected"))
            let high = try await office.make("Nearly admin", on: .admin)
            #expect(try await house.ask(.get, "/settings/access/customers/\(high.dropFirst(Self.path.count + 1))", cookie: office.admin).status == 404)
        }
    }

    @Test("say to those who do not see everything that they decide nothing, and take nothing from them")
    func ruled() async throws {
        try await withOffice { office async throws in
            let house = office.house, role = try await office.make("Clerk", on: .manager), key = String(role.dropFirst(Self.path.count + 1))
            _ = try await house.ask(.post, role, cookie: office.admin, ["version": "1", "offered": "account.access.manage", "may": "account.access.manage"])
            _ = try await house.ask(.post, "/settings/access/customers/\(key)", cookie: office.admin, ["rows": "team"])
            let clerk = try await house.platform.join(office.owner.business.id, as: .viewer)
            try await office.give(key, to: clerk.member.id)
            let cookie = try await house.cookie(of: clerk), page = try await house.ask(.get, "/settings/access", cookie: cookie).text
            #expect(page.contains("You see only some of the records or fields yourself") && !page.contains("/settings/teams/new") && !page.contains("/settings/access/customers/"))
            let team: KeyValuePairs = ["id": ID<Team>().description, "name": "Ours", "member.\(clerk.member.id)": "true", "member.\(office.owner.member.id)": "true"]
            #expect(try await house.ask(.post, "/settings/teams/new", cookie: cookie, team).status == 403)
            #expect(try await house.ask(.post, "/settings/access/customers/viewer", cookie: cookie, ["rows": "all"]).status == 403)
            #expect(try await house.value("select count(*) from teams", of: Int.self) == 0)
            #expect(try await house.ask(.get, "/settings/access", cookie: office.admin).text.contains("/settings/teams/new"))
        }
    }

    @Test("are not raised by whoever has them, whatever they post, nor seen by another business")
    func attacks() async throws {
        try await withOffice { office async throws in
            let house = office.house, role = try await office.make("Gatekeeper", on: .admin), key = String(role.dropFirst(Self.path.count + 1))
            _ = try await house.ask(.post, role, cookie: office.admin, ["version": "1", "offered": "crm.customers.delete"])
            let mallory = try await house.platform.join(office.owner.business.id, as: .viewer)
            try await office.give(key, to: mallory.member.id)
            let cookie = try await house.cookie(of: mallory), other = try await office.make("Other")
            let stored = try await office.roles().all()
            #expect(try await house.ask(.get, role, cookie: cookie).text.contains("This is your own role."))
            let raised: KeyValuePairs = ["version": "2", "offered": "crm.customers.delete", "may": "crm.customers.delete"]
            for (place, fields) in [(role, raised), (role + "/reset", ["version": "2"]), (role + "/edit", ["version": "2", "name": "Mine", "rung": "admin"]), (role + "/delete", [:])] {
                #expect(try await house.ask(.post, place, cookie: cookie, fields).status == 403, "\(place)")
            }
            for permission in ["crm.customers.delete", "account.modules.leave"] {
                let answer = try await house.ask(.post, other, cookie: cookie, ["version": "1", "offered": permission, "may": permission])
                #expect(answer.status == 403, "\(permission)")
            }
            let owner: KeyValuePairs = ["id": ID<CustomRole>().description, "name": "Boss", "rung": "owner"]
            #expect(try await house.ask(.post, "\(Self.path)/new", cookie: cookie, owner).status == 422)
            let key2: KeyValuePairs = ["id": ID<APIKey>().description, "name": "x", "expiry": "30", "scope": "crm.customers.delete"]
            #expect(try await house.ask(.post, "/settings/keys/new", cookie: cookie, key2).status == 422)
            #expect(try await office.roles().all() == stored)

            let globex = try await house.platform.register("Globex"), theirs = try await house.cookie(of: globex)
            for place in [role, role + "/edit", role + "/delete", "\(Self.path)/member/\(mallory.member.id)", "/settings/access/customers/\(key)"] {
                #expect(try await house.ask(.get, place, cookie: theirs).status == 404, "\(place)")
            }
            #expect(try await !house.ask(.get, Self.path, cookie: theirs).text.contains("Gatekeeper"))
            #expect(try await house.ask(.post, role, cookie: theirs, ["version": "2"]).status == 404)
            let staff = try await house.cookie(of: house.platform.join(office.owner.business.id, as: .manager))
            for place in [Self.path, "\(Self.path)/matrix", "\(Self.path)/member", role] { #expect(try await house.ask(.get, place, cookie: staff).status == 403) }
        }
    }
}
