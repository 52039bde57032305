import CRM
import Foundation
import Platform
import Support
import Testing

@Suite("The members of a business", .enabled(if: TestPlatform.isPossible))
struct ManagingMembers {
    @Test("are listed a page at a time and searched, 5,000 as well as five: 5,000 members in one page are never asked for, and nobody is left out")
    func many() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme"), cookie = try await house.cookie(of: owner)
            _ = try await house.platform.superuser.write(Query.execute("""
                with people as (
                    insert into users (id, email, name, password_hash)
                    select gen_random_uuid(), 'person' || n || '@example.com', 'Person ' || n, 'x' from generate_series(1, 4999) n returning id)
                insert into members (business_id, id, user_id, role, created_at)
                select \(owner.business.id), gen_random_uuid(), id, 'staff', now() from people
                """))
            var path: String? = "/members", seen: Set<String> = [], pages = 0
            while let here = path, pages < 101 {
                let text = try await house.ask(.get, here, cookie: cookie).text
                #expect(text.contains("5,000 members"))
                let emails = text.matches(of: /mailto:([^"]+)"/).map { String($0.1) }
                #expect(emails.count <= 50)
                seen.formUnion(emails)
                path = text.firstMatch(of: /href="([^"]+)" rel="next"/).map { String($0.1).replacing("&amp;", with: "&") }
                pages += 1
            }
            #expect(seen.count == 5_000 && pages == 100)
            let found = try await house.ask(.get, "/members?q=PERSON4711@", cookie: cookie).text
            #expect(found.contains("person4711@example.com") && found.contains("1 member<"))
            let back = try await house.ask(.get, "/members?before=\(try await house.value("select id::text from members order by created_at, id offset 60 limit 1", of: String.self))", cookie: cookie)
            #expect(back.text.matches(of: /mailto:/).count == 50 && back.text.contains("rel=\"prev\""))
            let picker = try await house.ask(.get, "/members/picker?q=person4711", cookie: cookie).text
            #expect(picker.matches(of: /role="option"/).count == 1)
            #expect(try await house.ask(.get, "/members?q=nobody+at+all", cookie: cookie).text.contains("Nobody found"))
        }
    }

    @Test("get other roles from those who stand as high; role escalation by editing one's own role is refused")
    func roles() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme"), staff = try await house.platform.join(owner.business.id, as: .staff)
            let admin = try await house.platform.join(owner.business.id, as: .admin), cookie = try await house.cookie(of: admin)
            let page = try await house.ask(.get, "/members/\(staff.member.id)", cookie: cookie)
            #expect(page.status == 200 && page.text.contains("value=\"admin\"") && !page.text.contains("value=\"owner\""))
            #expect(try await house.ask(.post, "/members/\(staff.member.id)", cookie: cookie, ["role": "manager"]).status == 303)
            #expect(try await house.ask(.get, "/members", cookie: cookie).text.contains("Manager"))
            for (id, role) in [(admin.member.id, "owner"), (admin.member.id, "viewer"), (owner.member.id, "viewer"), (staff.member.id, "owner")] {
                let answer = try await house.ask(.post, "/members/\(id)", cookie: cookie, ["role": role])
                #expect(answer.status == 403 && answer.text.contains("role=\"alert\""), "\(role)")
            }
            #expect(try await house.ask(.post, "/members/\(staff.member.id)", cookie: cookie, ["role": "x"]).status == 422)
            let low = try await house.cookie(of: house.platform.join(owner.business.id, as: .manager))
            #expect(try await house.ask(.post, "/members/\(staff.member.id)", cookie: low, ["role": "viewer"]).status == 403)
            #expect(try await house.value("select count(*) from members where role = 'owner'", of: Int.self) == 1)
        }
    }

    @Test("of a role that the business made give none that may do more than theirs")
    func custom() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme"), lead = try await house.platform.join(owner.business.id, as: .staff)
            let other = try await house.platform.join(owner.business.id, as: .viewer), role = ID<CustomRole>(), strong = ID<CustomRole>()
            for (id, name, decisions) in [(role, "Lead", #"{"account.members.manage": true}"#), (strong, "Strong", #"{"account.settings.edit": true}"#)] {
                try await owner.db.execute("insert into roles (id, name, rung, decisions) values (\(id), \(name), 'staff', \(decisions)::text::jsonb)")
            }
            let boss = try await house.cookie(of: owner)
            #expect(try await house.ask(.post, "/members/\(lead.member.id)", cookie: boss, ["role": role.description]).status == 303)
            let cookie = try await house.cookie(of: lead), page = try await house.ask(.get, "/members/\(other.member.id)", cookie: cookie).text
            #expect(page.contains("value=\"staff\"") && page.contains(role.description) && !page.contains(strong.description) && !page.contains("value=\"manager\""))
            #expect(try await house.ask(.post, "/members/\(other.member.id)", cookie: cookie, ["role": strong.description]).status == 422)
            #expect(try await house.ask(.get, "/members", cookie: boss).text.contains("Lead"))
        }
    }

    @Test("who are removed leave their records to whom is chosen, and are named where they wrote")
    func removal() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme"), staff = try await house.platform.join(owner.business.id, as: .staff)
            let cookie = try await house.cookie(of: owner), theirs = try await house.cookie(of: staff)
            let customer = try #require(try await house.ask(.post, "/crm/customers", cookie: theirs, ["name": "Mint"]).location)
            _ = try await house.ask(.post, "\(customer)/notes", cookie: theirs, ["body": "Written by them"])
            let question = try await house.ask(.get, "/members/\(staff.member.id)/remove", cookie: cookie).text
            #expect(question.contains("Customers: 1") && question.contains(owner.member.id.description) && !question.contains("value=\"\(staff.member.id)\""))
            let wrong = try await house.ask(.post, "/members/\(staff.member.id)/remove", cookie: cookie, ["heir": staff.member.id.description])
            #expect(wrong.status == 422 && wrong.text.contains("Choose somebody else"))
            #expect(try await house.ask(.post, "/members/\(staff.member.id)/remove", cookie: cookie, ["heir": owner.member.id.description]).status == 303)
            #expect(try await house.value("select owner from customers", of: UUID.self) == owner.member.id.uuid)
            #expect(try await house.ask(.get, customer, cookie: theirs).location?.hasPrefix("/sign-in") == true)
            let page = try await house.ask(.get, customer, cookie: cookie).text, history = try await house.ask(.get, "\(customer)/history", cookie: cookie).text
            #expect(page.contains("Written by them") && history.contains("<bdi>staff</bdi>") && !history.contains("A former member"))
            #expect(try await !house.ask(.get, "/members", cookie: cookie).text.contains(staff.member.email))
            #expect(try await !house.ask(.get, "\(customer)/edit", cookie: cookie).text.contains(staff.member.id.description), "nothing can be given to them")
            let again = try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "Sage", "owner": staff.member.id.description])
            #expect(again.status == 422)
            #expect(try await house.ask(.get, "/members/\(staff.member.id)", cookie: cookie).status == 404)
        }
    }

    @Test("hand the business over; who gets it is told by mail")
    func transfer() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let signedIn = try await house.ask(.post, "/sign-in", ["email": "ada@example.com", "password": "correct horse"]), cookie = try signedIn.cookie("kontor_session")
            let business = try #require(ID<Business>(try await house.value("select id::text from businesses", of: String.self)))
            let admin = try await house.platform.join(business, as: .admin, language: .es), path = "/members/\(admin.member.id)/owner"
            let page = try await house.ask(.get, path, cookie: cookie)
            #expect(page.text.contains("of Acme"))
            #expect(try await house.ask(.post, path, cookie: cookie, [:]).status == 303)
            let roles = try await house.value("select string_agg(role, ' ' order by role) from members", of: String.self)
            #expect(roles == "admin owner")
            let mail = try await house.value("select concat_ws('|', language, recipient, subject) from mails", of: String.self)
            #expect(mail == "es|\(admin.member.email)|Acme es ahora suya")
            #expect(try await house.ask(.post, path, cookie: cookie, [:]).status == 403)
        }
    }
}
