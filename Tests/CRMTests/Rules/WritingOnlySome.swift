import CRM
import FoundationEssentials
import Platform
import Support
import Testing

@Suite("A member who sees only their own records", .enabled(if: TestPlatform.isPossible))
struct WritingOnlySome {
    /// With all permissions, so that nothing but the rule stands in the way.
    private func manager(_ office: Office) -> Scope {
        let scope = office.ann
        return Scope(business: scope.business, member: scope.member, permissions: office.owner.permissions, voice: scope.voice, db: scope.db)
    }

    @Test("writes no other by any road")
    func others() async throws {
        try await Office.with(.own) { office async throws in
            let scope = manager(office), desk = office.desk(scope), api = try office.resource("customers")
            let bea = office.path("Bea"), id = try #require(office.customers["Bea"].flatMap(UUID.init(uuidString:)))
            await #expect(throws: PageError.notFound) { try await desk.send(bea, ["version": "1", "name": "Taken"]) }
            await #expect(throws: PageError.notFound) { try await desk.send("\(bea)/delete") }
            await #expect(throws: PageError.notFound) { try await desk.send("\(bea)/move", ["from": "lead", "to": "vip"]) }
            await #expect(throws: PageError.notFound) { try await desk.send("\(bea)/erase", ["sure": "1"]) }
            await #expect(throws: PageError.notFound) { try await api.save(id, ["name": "Taken"], false, nil, scope) }
            await #expect(throws: PageError.notFound) { try await api.delete(id, nil, scope) }
            await #expect(throws: InvalidInput.self) { try await api.bulk(["change": [["id": .string(id.uuidString), "name": "Taken"]]], scope) }
            try await desk.send("/crm/customers/edit", ["id": id.uuidString, "change": "notes", "notes": "Taken"])
            try await office.desk(office.owner).send("\(bea)/delete")
            await #expect(throws: PageError.notFound) { try await desk.send("/crm/customers/restore?id=\(id.uuidString)") }
            let stored = try await office.owner.db.rows("select name || notes || version from customers where name = 'Bea'") { try $0.next(String.self) }
            #expect(stored == ["Bea2"])
        }
    }

    @Test("owns what they make, and is told when they hand it to somebody else")
    func handing() async throws {
        try await Office.with(.own) { office async throws in
            let desk = office.desk(office.ann), api = try office.resource("customers")
            let form: RecordFormPage = try await desk.open("/crm/customers/new")
            let owner = try #require(form.sections.flatMap(\.fields).first { $0.name == "owner" }?.choice)
            #expect(owner.options.first { $0.isSelected }?.value == office.ann.member.id.description)
            let ben = office.ben.member.id.description, sentence = "With your role you only see what is your own. Choose yourself."
            for path in ["/crm/customers", office.path("Ada")] {
                let answer = try await desk.send(path, ["name": "Ada", "owner": ben, "version": "1"])
                let page = try answer.page(as: RecordFormPage.self)
                #expect(answer.status == 422 && page.sections.flatMap(\.fields).first { $0.name == "owner" }?.error == sentence)
            }
            #expect(try await office.names(office.owner).count == 5)
            let problem = InvalidInput("/owner", "platform.problems.rule_own")
            await #expect(throws: problem) { try await api.create(["name": "New", "owner": .string(ben)], office.ann) }
            let made = try await api.create(["name": "New"], office.ann)
            #expect(made.json["owner"]?.string == office.ann.member.id.description)
        }
    }

    @Test("cannot refer to what they do not see, and keeps what was there")
    func references() async throws {
        try await Office.with(.all) { office async throws in
            let company = try #require(try await office.desk(office.owner).send("/crm/companies", ["name": "Secret Ltd"]).location)
            let id = try #require(company.split(separator: "/").last.map(String.init))
            try await office.desk(office.owner).send(office.path("Ada"), ["version": "1", "company": id])
            try await AccessDecisions(in: office.owner).decide(AccessRule(rows: .own), for: .staff, on: "companies")
            let ann = try await office.again(office.ann), desk = office.desk(ann)
            #expect(try await desk.send(office.path("Alan"), ["version": "1", "company": id]).status == 422)
            let page: RecordPage = try await desk.open(office.path("Ada"))
            #expect(!page.groups.flatMap(\.facts).contains { $0.text.contains("Secret") })
            let form: RecordFormPage = try await desk.open("\(office.path("Ada"))/edit")
            let field = try #require(form.sections.flatMap(\.fields).first { $0.name == "company" }?.reference)
            #expect(field.options.first { $0.isSelected }.map { ($0.value, $0.label) } ?? ("", "") == (id, "Something you cannot see"))
            #expect(try await desk.send(office.path("Ada"), ["version": "2", "notes": "kept", "company": id]).status == 303)
            #expect(try await ann.db.value("select company_id::text from customers where name = 'Ada'", of: String.self) == id)
        }
    }

    @Test("imports for themselves, and by the name or address of a member")
    func importing() async throws {
        try await Office.with(.own) { office async throws in
            func run(_ file: String, as scope: Scope) async throws -> ImportReportPage? {
                let imported = try await TestImport(Array(file.utf8), into: "/crm/customers", as: scope, on: office.platform)
                _ = try await imported.check()
                return try await imported.start()
            }
            _ = try await run("name\nMine\n", as: office.ann)
            #expect(try await office.names(office.ann) == ["Ada", "Alan", "Mine"])
            _ = try await run("name,owner\nHers,\(office.ben.member.email)\nLost,nobody@example.com\n", as: office.owner)
            #expect(try await office.names(office.ben) == ["Bea", "Bob", "Hers"])
            let report = try await run("name,owner\nTheirs,\(office.ben.member.email)\nAlso mine,\(office.ann.member.email)\n", as: office.ann)
            #expect(report?.wrongRows.map(\.reason) == ["With your role you only see what is your own. Choose yourself."])
            #expect(try await office.names(office.ann) == ["Ada", "Alan", "Mine", "Also mine"])
            #expect(try await office.names(office.ben).count == 3)
        }
    }

    @Test("is told by an import's check of ids and names that it cannot bring, and of no more")
    func naming() async throws {
        try await Office.with(.own) { office async throws in
            try await AccessDecisions(in: office.owner).decide(
                AccessRule(rows: .some(field: "status", column: "status", values: ["active"])), for: .staff, on: "companies")
            let ann = try await office.again(office.ann), ids = office.customers
            let file = "id,name,company\n\(ids["Bea"] ?? ""),Taken,\n\(ID<Customer>()),New,\n\(ids["Ada"] ?? ""),Ada M.,\n,Zoe,Nowhere Ltd\n"
            let imported = try await TestImport(Array(file.utf8), into: "/crm/customers", as: ann, on: office.platform)
            let checked = try await imported.check(), done = try await imported.start()
            let wrong = "This is not the id of a record. Leave it empty to add the row."
            #expect(checked?.wrongRows.map(\.reason) == [wrong, wrong, "There is none of that name here, and it cannot be added on the way."])
            #expect(done?.isDone == true && done?.wrongRows.map(\.reason) == checked?.wrongRows.map(\.reason))
            #expect(try await office.names(office.owner) == ["Ada M.", "Alan", "Bea", "Bob", "Nobody"])
        }
    }
}
