import Platform
import Support
import Testing

@Suite("What is done in the portal", .enabled(if: TestPlatform.isPossible))
struct LeavingATrace {
    @Test("is told with its door, its address and its member, and shown on the record's history")
    func trace() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme")
            let cookie = try await house.cookie(of: owner)
            let made = try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "Ada <Lovelace>", "segment": "lead"])
            let path = try #require(made.location)
            let change: KeyValuePairs = ["version": "1", "name": "Ada <King>", "segment": "vip"]
            #expect(try await house.ask(.post, path, cookie: cookie, change).status == 303)
            let told = try await owner.db.rows("""
                select concat_ws(' ', name, source, address, changes) from events where member_id = \(owner.member.id) order by id
                """) { row in try row.next(String.self) }
            #expect(told == ["crm.customers.created portal local", #"crm.customers.changed portal local {"segment": ["lead", "vip"]}"#])

            let page = try await house.ask(.get, "\(path)/history", cookie: cookie)
            #expect(page.status == 200)
            for words in ["Ada &lt;Lovelace&gt;", "Ada &lt;King&gt;", "<bdi>VIP</bdi>", "Portal · local", "Owner of Acme"] {
                #expect(page.text.contains(words), "\(words)")
            }
            let question = try await house.ask(.get, "\(path)/erase", cookie: cookie)
            #expect(question.status == 200 && question.text.contains("type=\"checkbox\""))
            #expect(try await house.ask(.post, "\(path)/erase", cookie: cookie, ["sure": "yes"]).location == "\(path)/history")
            let after = try await house.ask(.get, "\(path)/history", cookie: cookie)
            #expect(!after.text.contains("King"))
        }
    }
}
