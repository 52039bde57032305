import Platform
import Support
import Testing

@testable import CRM

@Suite("Merging two customers", .enabled(if: TestPlatform.isPossible))
struct MergingCustomers {
    @Test("is offered on a customer's page, and asks into which one")
    func offered() async throws {
        try await withPair { platform, scope, ada, _ in
            let desk = Desk(scope, platform.registry)
            let page: RecordPage = try await desk.open("/crm/customers/\(ada)")
            #expect(page.actions.map(\.path) == ["/crm/customers/\(ada)/merge"])
            let form: RecordFormPage = try await desk.open("/crm/customers/\(ada)/merge")
            #expect(form.sections.flatMap(\.fields).map(\.name) == ["into"] && form.isDangerous)
        }
    }

    @Test("gives the one that stays what only the other knew, deletes the other, and tells of it")
    func merged() async throws {
        try await withPair { platform, scope, ada, lovelace in
            let sent = try await Desk(scope, platform.registry).send("/crm/customers/\(ada)/merge", ["into": lovelace.description])
            #expect(sent.location == "/crm/customers/\(lovelace)")
            let customers = Records(Customer.self, in: scope)
            let stays = try #require(try await customers.one(lovelace)), goes = try #require(try await customers.one(ada))
            #expect(stays.record.email?.text == "ada@example.com" && stays.record.phone?.text == "+1 555 0100")
            #expect(stays.record.notes == "Second.\n\nFirst." && stays.record.name == "Ada Lovelace")
            #expect(goes.deletedAt != nil)
            let told = try await scope.db.rows("select name from events where record_id = \(ada) order by id") { row in try row.next(String.self) }
            #expect(told == ["crm.customers.created", "crm.customers.merge", "crm.customers.deleted"])
        }
    }

    @Test("keeps what the business's own fields say of either, the one that stays first")
    func ownFields() async throws {
        try await withPair { platform, owner, ada, lovelace in
            for label in ["Hat", "Shoe"] {
                try await FieldDefinitions(of: "customers", in: owner).add(FieldDraft(Form([("label", label), ("kind", "text")])))
            }
            let scope = try #require(try await platform.seats.scope(of: owner.member.id, in: owner.business.id))
            try await scope.db.execute("update customers set custom = '{\"x_hat\": \"54\", \"x_shoe\": \"39\"}' where id = \(ada)")
            try await scope.db.execute("update customers set custom = '{\"x_hat\": \"55\"}' where id = \(lovelace)")
            #expect(try await Desk(scope, platform.registry).send("/crm/customers/\(ada)/merge", ["into": lovelace.description]).status == 303)
            let stays = try #require(try await Records(Customer.self, in: scope).one(lovelace))
            #expect(stays.values.custom == ["x_hat": "55", "x_shoe": "39"])
        }
    }

    @Test("is refused where the notes of both would be more than the form takes")
    func longNotes() async throws {
        try await withPair { platform, scope, ada, lovelace in
            try await scope.db.execute("update customers set notes = \(String(repeating: "n", count: 10_000))")
            let desk = Desk(scope, platform.registry)
            let refused = try await desk.send("/crm/customers/\(ada)/merge", ["into": lovelace.description])
            #expect(refused.status == 409)
            #expect(try refused.page(as: RecordFormPage.self).error?.contains("20,000") == true)
            try await scope.db.execute("update customers set notes = \(String(repeating: "n", count: 9_999))")
            #expect(try await desk.send("/crm/customers/\(ada)/merge", ["into": lovelace.description]).status == 303)
            #expect(try await desk.open("/crm/customers/\(lovelace)/edit", as: RecordFormPage.self).error == nil)
        }
    }

    @Test("gives it the tags of both, each once, and is refused where that would be more than one can have")
    func tags() async throws {
        try await withPair { platform, scope, ada, lovelace in
            func set(_ id: ID<Customer>, _ numbers: ClosedRange<Int>) async throws {
                try await scope.db.execute("update customers set tags = \("[" + numbers.map { "\"t\($0)\"" }.joined(separator: ",") + "]")::text::jsonb where id = \(id)")
            }
            try await set(lovelace, 1...20)
            try await set(ada, 11...31)
            let desk = Desk(scope, platform.registry)
            let refused = try await desk.send("/crm/customers/\(ada)/merge", ["into": lovelace.description])
            #expect(refused.status == 409)
            #expect(try refused.page(as: RecordFormPage.self).error?.contains("30 tags") == true)
            try await set(ada, 11...30)
            #expect(try await desk.send("/crm/customers/\(ada)/merge", ["into": lovelace.description]).status == 303)
            let stays = try #require(try await Records(Customer.self, in: scope).one(lovelace))
            #expect(stays.record.tags.names == (1...30).map { "t\($0)" })
        }
    }

    @Test("gives it nothing that the member may not write")
    func rules() async throws {
        try await withPair { platform, owner, ada, lovelace in
            try await owner.db.execute("update customers set tags = '[\"vip\"]' where id = \(ada)")
            let rule = AccessRule(fields: ["email": .readOnly, "tags": .hidden])
            try await AccessDecisions(in: owner).decide(rule, for: .manager, on: "customers")
            let manager = try await platform.join(owner.business.id, as: .manager)
            let scope = try #require(try await platform.seats.scope(of: manager.member.id, in: owner.business.id))
            #expect(try await Desk(scope, platform.registry).send("/crm/customers/\(ada)/merge", ["into": lovelace.description]).status == 303)
            let stays = try #require(try await Records(Customer.self, in: owner).one(lovelace))
            #expect(stays.record.email == nil && stays.record.tags == [] && stays.record.notes == "Second.\n\nFirst.")
        }
    }

    @Test("takes the permission to edit as well as the one to delete")
    func editing() async throws {
        try await withPair { platform, owner, ada, lovelace in
            let scope = Scope(
                business: owner.business, member: owner.member, permissions: owner.permissions.filter { $0.name != "crm.customers.edit" },
                voice: owner.voice, db: owner.db)
            let refused = try await Desk(scope, platform.registry).send("/crm/customers/\(ada)/merge", ["into": lovelace.description])
            #expect(try refused.page(as: RecordFormPage.self).error?.contains("you may not edit customers") == true)
            let merge = try #require(platform.registry.endpoints.first { $0.name == "merge" })
            await #expect(throws: MergeError.notToEdit) { try await merge.run(ada.description, ["into_id": .string(lovelace.description)], scope) }
            #expect(try await owner.db.value("select count(*) from customers where deleted_at is null and version = 1", of: Int.self) == 2)
        }
    }

    @Test("gives it the other's picture, files and notes too")
    func attached() async throws {
        try await withPair { platform, scope, ada, lovelace in
            let path = "/crm/customers/\(ada)", desk = Desk(scope, platform.registry)
            _ = try await platform.post(path, as: scope, ["version": "1", "name": "Ada"], files: [TestFile("photo.upload", "ada.png", TestFile.pixel())])
            _ = try await platform.post("\(path)/attachments", as: scope, files: [TestFile("file", "contract.pdf", [1])])
            try await desk.send("\(path)/notes", ["body": "Likes trains"])
            try await desk.send("\(path)/merge", ["into": lovelace.description])
            let page: RecordPage = try await desk.open("/crm/customers/\(lovelace)")
            #expect(page.attached?.notes.map(\.body) == ["Likes trains"] && page.attached?.files.map(\.name) == ["contract.pdf"])
            #expect(try await platform.ask(.get, try #require(page.portrait), as: scope).bytes() == TestFile.pixel())
        }
    }

    @Test("is refused, with nothing changed, into itself and into one that is not there")
    func refused() async throws {
        try await withPair { platform, scope, ada, _ in
            let desk = Desk(scope, platform.registry)
            for into in [ada, ID<Customer>()] {
                let sent = try await desk.send("/crm/customers/\(ada)/merge", ["into": into.description])
                #expect(sent.status == 409)
                #expect(try sent.page(as: RecordFormPage.self).error != nil)
            }
            let left = try await scope.db.value("select count(*) from customers where deleted_at is null and version = 1", of: Int.self)
            #expect(left == 2)
        }
    }

    @Test("takes no customer of another business")
    func isolation() async throws {
        try await withPair { platform, scope, ada, _ in
            let globex = try await platform.register("Globex")
            let theirs = Customer.named("Theirs")
            try await Records(Customer.self, in: globex).create(theirs)
            let sent = try await Desk(scope, platform.registry).send("/crm/customers/\(ada)/merge", ["into": theirs.id.description])
            #expect(sent.status == 409)
            await #expect(throws: PageError.notFound) {
                try await Desk(globex, platform.registry).send("/crm/customers/\(ada)/merge", ["into": theirs.id.description])
            }
        }
    }

    @Test("is for those who may delete")
    func permission() async throws {
        try await withPair { platform, scope, ada, lovelace in
            let staff = try await platform.join(scope.business.id, as: .staff)
            let page: RecordPage = try await Desk(staff, platform.registry).open("/crm/customers/\(ada)")
            #expect(page.actions.isEmpty)
            await #expect(throws: Refusal.self) {
                try await Desk(staff, platform.registry).send("/crm/customers/\(ada)/merge", ["into": lovelace.description])
            }
        }
    }

    @Test("is done by programs too, which are told what they got wrong")
    func programs() async throws {
        try await withPair { platform, scope, ada, lovelace in
            let merge = try #require(platform.registry.endpoints.first { $0.name == "merge" })
            #expect(merge.path == "/crm/customers/{id}/merge" && merge.risk == .destroy)
            await #expect(throws: InvalidInput.self) { try await merge.run(ada.description, [:], scope) }
            await #expect(throws: InvalidInput.self) { try await merge.run(ada.description, ["into_id": "x", "more": 1], scope) }
            await #expect(throws: PageError.notFound) { try await merge.run(ID<Customer>().description, ["into_id": .string(lovelace.description)], scope) }
            let answer = try await merge.run(ada.description, ["into_id": .string(lovelace.description)], scope)
            #expect(answer["id"]?.string == lovelace.description)
        }
    }
}

extension Customer {
    fileprivate static func named(_ name: String) -> Customer {
        var customer = Customer()
        customer.name = name
        return customer
    }
}

/// Calls `body` with an owner and two customers who are one person.
private func withPair(_ body: (TestPlatform, Scope, ID<Customer>, ID<Customer>) async throws -> Void) async throws {
    try await TestPlatform.with([crm]) { platform in
        let scope = try await platform.register("Acme")
        var ada = Customer.named("Ada"), lovelace = Customer.named("Ada Lovelace")
        (ada.email, ada.notes) = (EmailAddress("ada@example.com"), "First.")
        (lovelace.phone, lovelace.notes) = (PhoneNumber("+1 555 0100"), "Second.")
        for customer in [ada, lovelace] { try await Records(Customer.self, in: scope).create(customer) }
        try await body(platform, scope, ada.id, lovelace.id)
    }
}
