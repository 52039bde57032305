import Platform
import Support
import Testing

@Suite("README's sample module, to programs and to those who look back", .enabled(if: TestPlatform.isPossible))
struct EveryProgram {
    private let list = SampleHouse.list
    private let address = "/api/v1/workshop/repairs"

    @Test("has addresses for one, for all, and for what is new")
    func rest() async throws {
        try await SampleHouse.with { house in
            let made = try await house.api(address, ["name": "Clock", "price": ["amount": 2_500, "currency": "USD"], "tags": ["brass"]])
            let place = try #require(made.location)
            #expect(made.status == 201 && made.json?["state"] == "waiting")
            let one = try await house.api(place)
            #expect(one.status == 200 && one.json?["price"]?["amount"] == 2_500 && one.headers[.eTag]?.hasPrefix("\"1-") == true)
            let all = try await house.api("\(address)?state=waiting&sort=name")
            #expect(all.json?["data"]?.array?.compactMap { $0["name"]?.string } == ["Clock"])
            let wrong = try await house.api(address, ["name": "", "state": "lost"])
            #expect(wrong.status == 422 && wrong.json?["errors"]?.array?.compactMap { $0["pointer"]?.string }.sorted() == ["/name", "/state"])
            #expect(try await house.api("\(place)/finish", ["price": ["amount": 3_000, "currency": "USD"]]).status == 200)
            #expect(try await house.api(place).json?["state"] == "done")
        }
    }

    @Test("is described in OpenAPI, address by address and field by field")
    func openAPI() async throws {
        try await SampleHouse.with { house in
            let document = try await house.api("/openapi.json").json
            for (path, method) in [("", "get"), ("", "post"), ("/{id}", "get"), ("/{id}", "patch"), ("/{id}", "delete"), ("/{id}/finish", "post")] {
                #expect(document?["paths"]?[address + path]?[method] != nil, "\(method) \(path)")
            }
            let schemas = document?["components"]?["schemas"]?.members?.filter { $0.name.hasPrefix("workshop.repairs") }.map { String(decoding: $0.value.bytes, as: UTF8.self) } ?? []
            for field in ["name", "state", "due", "price", "phone", "tags"] { #expect(schemas.contains { $0.contains("\"\(field)\":") }, "\(field)") }
        }
    }

    @Test("is found by the search of all records, in the portal and through the API")
    func search() async throws {
        try await SampleHouse.with { house in
            let clock = try await house.bring("Grandfather clock")
            #expect(try await house.see("/search?q=father").text.contains("href=\"\(clock)\""))
            let found = try await house.api("/api/v1/search?q=father").json?["data"]?.array?.first
            #expect(found?["records"] == "repairs" && found?["hits"]?.array?.first?["path"]?.string == "/api/v1\(clock)")
        }
    }

    @Test("has a history that says who changed what, from what to what")
    func history() async throws {
        try await SampleHouse.with { house in
            let clock = try await house.bring("Clock")
            _ = try await house.send(clock, [("version", "1"), ("name", "Old clock"), ("state", "working")])
            let page: HistoryPage = try await Desk(house.scope, house.platform.registry).open("\(clock)/history")
            #expect(page.entries.map(\.what) == ["Changed", "Added"] && page.entries.allSatisfy { $0.who == "Owner of Acme" })
            #expect(page.entries[0].changes.map { "\($0.label): \($0.before) → \($0.after)" } == ["Name: Clock → Old clock", "State: Waiting → Working"])
            #expect(try await house.see("\(clock)/history").text.contains("Old clock"))
        }
    }

    @Test("leaves its events in the sealed log, where a later change is noticed")
    func audit() async throws {
        try await SampleHouse.with { house in
            let clock = try await house.bring("Clock")
            _ = try await house.send("\(clock)/finish", [("price", "30.00 USD")])
            let names = try await house.scope.db.rows("select name from events order by id") { row in try row.next(String.self) }
            #expect(Set(names).isSuperset(of: ["workshop.repairs.created", "workshop.repairs.changed", "workshop.repairs.finish"]))
            let report = try await house.sealed()
            #expect(report.isIntact && report.entries == names.count && report.head != nil)
            _ = try await house.platform.superuser.write(Query.execute("update events set member_id = null where name = 'workshop.repairs.created'"))
            #expect(try await house.sealed().isIntact == false)
        }
    }

    @Test("forgets a person: what was personal is gone from the record and from its history, and the log stays whole")
    func erasure() async throws {
        try await SampleHouse.with { house in
            let clock = try await house.bring("Clock", [("phone", "+49 30 1234")])
            _ = try await house.send(clock, [("version", "1"), ("name", "Clock"), ("phone", "+49 30 5678")])
            #expect(try await house.see("\(clock)/history").text.contains("+49 30 1234"))
            #expect(try await house.send("\(clock)/erase", [("sure", "yes")]).status == 303)
            for path in [clock, "\(clock)/history", "\(clock)/edit", "\(list)/export"] {
                let answer = try await house.see(path)
                #expect(answer.status == 200 && answer.text.contains("Clock") && !answer.text.contains("+49 30"), "\(path)")
            }
            #expect(try await house.api("/api/v1\(clock)").json?["phone"] == .null)
            #expect(try await house.sealed().isIntact)
        }
    }
}
