import Foundation
import Platform
import Support
import Testing

@Suite("Somebody with several businesses", .enabled(if: TestPlatform.isPossible))
struct GoingBetweenBusinesses {
    @Test("starts another one, goes from one to the other, and to nobody else's")
    func story() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex"), cookie = try await house.cookie(of: acme)
            #expect(try await house.ask(.get, "/home", cookie: cookie).text.contains("href=\"/businesses\""))
            let wrong = try await house.ask(.post, "/businesses/new", cookie: cookie, ["business_name": "", "currency": "EUR"])
            #expect(wrong.status == 422 && wrong.text.contains("Fill this in."))
            #expect(try await house.ask(.post, "/businesses/new", cookie: cookie, ["business_name": "Second", "currency": "EUR"]).location == "/home")
            #expect(try await house.ask(.get, "/home", cookie: cookie).text.contains("<bdi>Second</bdi>"))
            let menu = try await house.ask(.get, "/members", cookie: cookie).text
            #expect(menu.contains("name=\"business\" value=\"\(acme.business.id)\"") && !menu.contains("Globex"))
            let page = try await house.ask(.get, "/businesses", cookie: cookie).text
            #expect(page.contains("Acme") && page.contains("Second") && !page.contains("Globex"))
            #expect(try await house.ask(.post, "/businesses", cookie: cookie, ["business": acme.business.id.description]).location == "/home")
            #expect(try await house.ask(.get, "/home", cookie: cookie).text.contains("<bdi>Acme</bdi>"))
            for id in [globex.business.id.description, ID<Business>().description, "x"] {
                #expect(try await house.ask(.post, "/businesses", cookie: cookie, ["business": id]).status == 404)
            }
            #expect(try await house.ask(.get, "/home", cookie: cookie).text.contains("<bdi>Acme</bdi>"))
        }
    }

    @Test("leaves one by themselves and goes on in another; without any, they are told how to get one")
    func leaving() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), staff = try await house.platform.join(acme.business.id, as: .staff), cookie = try await house.cookie(of: staff)
            let customer = try #require(try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "Mint"]).location)
            let page = try await house.ask(.get, "/profile/leave", cookie: cookie).text
            #expect(page.contains("Leave Acme?") && page.contains("Customers: 1"))
            #expect(try await house.ask(.post, "/profile/leave", cookie: cookie, ["heir": ""]).status == 422, "which business is not said")
            let left = try await house.ask(.post, "/profile/leave", cookie: cookie, ["business": acme.business.id.description, "heir": acme.member.id.description])
            #expect(left.location == "/businesses")
            #expect(try await house.value("select owner from customers", of: UUID.self) == acme.member.id.uuid)
            #expect(try await house.ask(.get, customer, cookie: cookie).location == "/businesses")
            #expect(try await house.ask(.get, "/businesses", cookie: cookie).text.contains("You have no seat in any business."))
            #expect(try await house.ask(.post, "/businesses/new", cookie: cookie, ["business_name": "Own", "currency": "EUR"]).location == "/home")
            #expect(try await house.ask(.get, "/home", cookie: cookie).status == 200)
        }
    }

    @Test("gives away also what their role does not let them see")
    func ruled() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), staff = try await house.platform.join(acme.business.id, as: .staff)
            try await acme.db.execute("insert into customers (id, name, owner) values (\(ID<Business>()), 'Mint', \(staff.member.id))")
            try await AccessDecisions(in: acme).decide(AccessRule(rows: .own), for: .staff, on: "customers")
            let cookie = try await house.cookie(of: staff)
            let left = try await house.ask(.post, "/profile/leave", cookie: cookie, ["business": acme.business.id.description, "heir": acme.member.id.description])
            #expect(left.status == 303)
            #expect(try await house.value("select owner from customers", of: UUID.self) == acme.member.id.uuid)
        }
    }

    @Test("cannot leave as the last owner, and is told to hand the business over first")
    func lastOwner() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), cookie = try await house.cookie(of: acme)
            let answer = try await house.ask(.post, "/profile/leave", cookie: cookie, ["business": acme.business.id.description])
            #expect(answer.status == 409 && answer.text.contains("A business cannot be without an owner."))
            #expect(try await house.ask(.get, "/home", cookie: cookie).status == 200)
        }
    }

    @Test("gets out of a suspended one")
    func suspended() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), cookie = try await house.cookie(of: acme)
            #expect(try await house.ask(.post, "/businesses/new", cookie: cookie, ["business_name": "Second", "currency": "EUR"]).status == 303)
            _ = try await house.platform.superuser.write(Query.execute("update businesses set suspended_reason = 'x', suspended_at = now() where name = 'Second'"))
            let page = try await house.ask(.get, "/home", cookie: cookie)
            #expect(page.status == 403 && page.text.contains("href=\"/businesses\""))
            #expect(try await house.ask(.get, "/businesses", cookie: cookie).text.contains("suspended"))
            #expect(try await house.ask(.post, "/businesses", cookie: cookie, ["business": acme.business.id.description]).status == 303)
            #expect(try await house.ask(.get, "/home", cookie: cookie).status == 200)
        }
    }

    @Test("signs in first")
    func visitors() async throws {
        try await CustomerHouse.with { house in
            for cookie in ["", "kontor_session=\(Secret().text)"] {
                let (looked, started) = (try await house.ask(.get, "/businesses", cookie: cookie), try await house.ask(.post, "/businesses/new", cookie: cookie))
                for answer in [looked, started] { #expect(answer.location == "/sign-in?next=%2Fbusinesses") }
            }
        }
    }
}
