import CRM
import Platform
import Support
import Testing

@testable import Web

@Suite("A module that a business switches off", .enabled(if: TestPlatform.isPossible))
struct SwitchingModules {
    @Test("is gone from every surface at once, keeps its data, and is back as it was")
    func everywhere() async throws {
        try await withSales { house, owner, cookie in
            let customer = try #require(try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "Ada", "segment": "lead"]).location)
            let id = try #require(customer.split(separator: "/").last.map(String.init))
            _ = try await house.ask(.post, "/sales/deals", cookie: cookie, ["name": "Big deal", "customer": id])
            #expect(try await house.ask(.get, customer, cookie: cookie).text.contains("Big deal"))

            let question = try await house.ask(.get, "/settings/modules/sales/off", cookie: cookie)
            #expect(question.text.contains("Its data stays.") && question.text.contains("action=\"/settings/modules/sales/off\""))
            let answer = try await house.ask(.post, "/settings/modules/sales/off", cookie: cookie)
            #expect(answer.location == "/settings/modules")

            for route in house.customer.members.summaries where route.feature?.name == "sales" {
                let refused = try await house.ask(route.method, route.address, cookie: cookie)
                #expect(refused.status == 403 && refused.text.contains(owner.say(Refusal.feature(Feature("sales")).message)), "\(route.name)")
            }
            for page in ["/home", customer, "/settings", "/crm/customers", "/crm/customers/\(id)/edit", "/crm/customers/import"] {
                let text = try await house.ask(.get, page, cookie: cookie).text
                #expect(!text.contains("/sales/") && !text.contains("Big deal") && !text.contains("Deals"), "\(page)")
            }
            #expect(try await house.value("select count(*) from deals where deleted_at is null", of: Int.self) == 1)

            #expect(try await house.ask(.post, "/settings/modules/sales/on", cookie: cookie).status == 303)
            #expect(try await house.ask(.get, customer, cookie: cookie).text.contains("Big deal"))
            #expect(try await house.ask(.get, "/home", cookie: cookie).text.contains("href=\"/sales/deals\""))
            let said = try await house.value("""
                select string_agg(name || ' ' || (payload ->> 'module'), ', ' order by id) from events where name like 'platform.modules.%'
                """, of: String.self)
            #expect(said == "platform.modules.switched_off sales, platform.modules.switched_on sales")
        }
    }

    @Test("imports nothing that was ordered before")
    func imports() async throws {
        try await withSales { house, owner, cookie in
            let file = try await TestImport(Array("name\nBig deal\n".utf8), into: "/sales/deals", as: owner, on: house.platform)
            _ = try await file.mapping()
            _ = try await house.ask(.post, "/settings/modules/sales/off", cookie: cookie)
            _ = try await file.check()
            let end = try await house.value("select state || failure::text from imports", of: String.self)
            #expect(end.hasPrefix("failed") && end.contains("switched_off"), "\(end)")
        }
    }

    @Test("stays on while another builds on it, which is named; the other needs it to be on")
    func requirements() async throws {
        try await withSales { house, owner, cookie in
            let page = try await house.ask(.get, "/settings/modules", cookie: cookie).text
            #expect(page.contains("It stays on while these build on it: Sales.") && !page.contains("/settings/modules/crm/off"))
            _ = try await house.ask(.post, "/settings/modules/crm/off", cookie: cookie)
            #expect(try await house.value("select features_off from businesses", of: [String].self) == [])
            _ = try await house.ask(.post, "/settings/modules/sales/off", cookie: cookie)
            _ = try await house.ask(.post, "/settings/modules/crm/off", cookie: cookie)
            #expect(try await house.value("select features_off from businesses", of: [String].self) == ["sales", "crm"])
            let registry = house.platform.registry
            let (crm, sales) = (try #require(registry.module("crm")), try #require(registry.module("sales")))
            await #expect(throws: SwitchError.needs(crm.name)) { try await ModuleSwitch(registry, in: owner).switchOn(sales) }
            #expect(try await house.ask(.get, "/settings/modules", cookie: cookie).text.contains("Switch these on first: Customers."))
            #expect(try await ModuleSwitch(registry, in: owner).switchOn(crm))
            await #expect(throws: Never.self) { try await ModuleSwitch(registry, in: owner).switchOn(sales) }
            #expect(try await !ModuleSwitch(registry, in: owner).switchOn(sales), "it is on already, and nothing happens")
        }
    }

    @Test("is off for this business only, and tells every node")
    func oneBusiness() async throws {
        try await withSales { house, owner, _ in
            let other = try await house.platform.register("Globex")
            let sales = try #require(house.platform.registry.module("sales"))
            var heard: String?
            listening: for try await news in house.platform.app.notifications(on: ["kontor_access"]) {
                switch news {
                case .listening: _ = try await ModuleSwitch(house.platform.registry, in: owner).switchOff(sales)
                case .heard(let notification):
                    heard = notification.payload
                    break listening
                case .lost: break listening
                }
            }
            #expect(heard == owner.business.id.description)
            #expect(try await ModuleSwitch(house.platform.registry, in: other).off().isEmpty)
        }
    }

    @Test("is not switched by those who may not, nor by a statement of the application's own")
    func whoMay() async throws {
        try await withSales { house, owner, _ in
            let manager = try await house.cookie(of: house.platform.join(owner.business.id, as: .manager))
            #expect(try await house.ask(.post, "/settings/modules/sales/off", cookie: manager).status == 403)
            #expect(try await house.ask(.get, "/home", cookie: manager).text.contains("/settings/modules") == false)
            await #expect(throws: DatabaseError.self) { try await owner.db.execute("update businesses set features_off = '{crm}'") }
            await #expect(throws: DatabaseError.self) { _ = try await owner.db.write(Query<Bool>.value("select kontor.switch_feature('x,y', false)")) }
            #expect(try await house.value("select features_off from businesses", of: [String].self) == [])
        }
    }

    @Test("that there is not is not found")
    func unknown() async throws {
        try await withSales { house, _, cookie in
            for doing in ["off", "leave", "archive", "purge"] {
                let page = try await house.ask(.get, "/settings/modules/nothing/\(doing)", cookie: cookie)
                #expect(page.status == 404, "\(doing)")
            }
            let answer = try await house.ask(.post, "/settings/modules/nothing/off", cookie: cookie)
            #expect(answer.status == 404)
        }
    }
}
