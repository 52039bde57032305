import CRM
import Platform
import Support
import Testing

@Suite("Customers and companies", .enabled(if: TestPlatform.isPossible))
struct KeepingCustomers {
    @Test("fit their words, routes and tables")
    func fits() async throws {
        try await TestPlatform.with([crm]) { platform in
            try await ModuleAudit(platform.registry, catalogue: platform.voices.catalogue).check(platform.app)
        }
    }

    @Test("are added, found, changed, deleted and brought back")
    func story() async throws {
        try await TestPlatform.with([crm]) { platform in
            let desk = try await Desk(platform.register("Acme"), platform.registry)
            let company = try #require(try await desk.send("/crm/companies", ["name": "Initech", "website": "initech.example", "status": "active"]).location)
            let id = try #require(company.split(separator: "/").last.map(String.init))
            let customer = try #require(try await desk.send("/crm/customers", [
                "name": "ليلى حسن", "email": "layla@example.com", "phone": "+966 50 123 4567", "segment": "vip", "company": id, "notes": "a\nb",
            ]).location)
            let page: RecordPage = try await desk.open(customer)
            #expect(page.title == "ليلى حسن" && page.badge?.text == "VIP")
            #expect(page.groups.flatMap(\.facts).first { $0.label == "Company" }?.link?.description == company)
            for query in ["q=ليلى", "q=layla", "q=4567", "segment=vip", "company=\(id)"] {
                #expect(try await desk.open("/crm/customers?\(query)", as: RecordListPage.self).table?.rows.count == 1, "\(query)")
            }
            #expect(try await desk.send(customer, ["version": "1", "name": "Layla", "segment": "former"]).status == 303)
            let undo = try #require(try await desk.send("\(customer)/delete").announcement?.undo)
            await #expect(throws: PageError.notFound) { try await desk.see(customer) }
            try await desk.send(undo)
            let back: RecordPage = try await desk.open(customer)
            #expect(back.title == "Layla" && back.groups.flatMap(\.facts).first { $0.label == "Company" }?.text == "Initech")
        }
    }

    @Test("belong together in one business only")
    func isolation() async throws {
        try await withTwoBusinesses([crm]) { acme, globex in
            let registry = try Registry([crm])
            let (mine, theirs) = (Desk(acme, registry), Desk(globex, registry))
            let company = try #require(try await theirs.send("/crm/companies", ["name": "Initech"]).location)
            let id = try #require(company.split(separator: "/").last.map(String.init))
            #expect(try await mine.send("/crm/customers", ["name": "Mint", "company": id]).status == 422)
            #expect(try await mine.open("/crm/companies/picker?q=initech", as: PickerFragment.self).options.isEmpty)
            #expect(try await mine.open("/crm/customers?company=\(id)", as: RecordListPage.self).filters.flatMap(\.options).contains { $0.label == "Initech" } == false)
            await #expect(throws: PageError.notFound) { try await mine.see(company) }
            await #expect(throws: PageError.notFound) { try await mine.send(company, ["version": "1", "name": "Taken"]) }
            await #expect(throws: PageError.notFound) { try await mine.send("\(company)/delete") }
            #expect(try await mine.download("/crm/companies/export").text.contains("Initech") == false)
            #expect(try await theirs.open(company, as: RecordPage.self).title == "Initech")
        }
    }

    @Test("are known by what other programs call them", arguments: [
        ("customer", "regular"), ("Evangelist", "vip"), ("opportunity", "prospect"), ("marketingqualifiedlead", "lead"), ("VIP", "vip"), ("Former", "former"),
    ])
    func segments(typed: String, segment: String) async throws {
        try await withBusiness([crm]) { scope in
            let sent = try await Desk(scope, Registry([crm])).send("/crm/customers", ["name": "Mint", "segment": typed])
            #expect(sent.status == 303)
            #expect(try await scope.db.value("select segment from customers", of: String.self) == segment)
        }
    }

    @Test("may not be without a name, in the form or in the table")
    func unnamed() async throws {
        try await withBusiness([crm]) { scope in
            let desk = try Desk(scope, Registry([crm]))
            for name in ["", "  ", "\u{200F}\u{A0}"] { #expect(try await desk.send("/crm/customers", ["name": name]).status == 422) }
            await #expect(throws: DatabaseError.self) { try await scope.db.execute("insert into customers (id, name) values (\(ID<Customer>()), '')") }
        }
    }

    @Test("of the demo are there once, however often it is filled in, and are counted right")
    func demo() async throws {
        try await withBusiness([crm]) { scope in
            for _ in 0..<2 { try await Demo(seed: 1).fill(scope.db, customers: 120, currency: .eur) }
            let count = try await scope.db.value("select count(*) from customers", of: Int.self)
            #expect(count == 120)
            let page: RecordListPage = try await Desk(scope, Registry([crm])).open("/crm/customers")
            #expect(page.counts == "120 customers" && page.table?.rows.count == 50)
        }
    }
}
