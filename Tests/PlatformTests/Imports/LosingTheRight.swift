import Platform
import Support
import Testing

@Suite("An import that was ordered", .enabled(if: TestPlatform.isPossible))
struct LosingTheRight {
    /// What it says when this happens between the order and the work.
    private func said(after event: SQL, key: String = "", role: Role = .staff) async throws -> String {
        try await withClub { platform, owner in
            try await platform.arrange("""
                insert into contacts (business_id, id, name, email)
                values (\(owner.business.id), \(ID<Contact>()), 'Ada', 'ada@example.com')
                """)
            let member = try await platform.join(owner.business.id, as: role)
            let taken = try await TestImport("Name,Email\nBerta,ada@example.com\n", as: member, on: platform)
            #expect(try await taken.check { $0.with("key", key) }?.wrong == [])
            try await taken.order()
            try await platform.arrange(event)
            let failed = try #require(try await taken.result())
            #expect(!failed.isDone && failed.kind == "danger")
            let contacts = try await owner.contacts("c.name")
            #expect(contacts == ["Ada"])
            return failed.text
        }
    }

    @Test("does not run when its member has lost the permission since", arguments: ["", "email"])
    func permission(key: String) async throws {
        let text = try await said(after: "update members set role = 'viewer' where role = 'staff'", key: key)
        #expect(text == "Your role does not allow this. Ask an owner or administrator of your business.")
    }

    @Test("does not run when a column of it is not its member's to fill in any more", arguments: ["", "email"], [AccessRule.FieldAccess.hidden, .readOnly])
    func field(key: String, access: AccessRule.FieldAccess) async throws {
        try await withClub { platform, owner in
            try await platform.arrange("""
                insert into contacts (business_id, id, name, email) values (\(owner.business.id), \(ID<Contact>()), 'Ada', 'ada@example.com')
                """)
            let member = try await platform.join(owner.business.id, as: .staff)
            let taken = try await TestImport("Name,Email\nBerta,ada@example.com\n", as: member, on: platform)
            #expect(try await taken.check { $0.with("key", key) }?.wrong == [])
            try await AccessDecisions(in: owner).decide(AccessRule(fields: ["email": access]), for: .staff, on: "contacts")
            let failed = try #require(try await taken.start())
            #expect(!failed.isDone && failed.text == "A field that this file goes into is not there any more, or not yours to fill in. Nothing was imported; choose the columns again.")
            #expect(try await owner.contacts("c.name") == ["Ada"])
        }
    }

    @Test("does not run when its business has switched the module off since")
    func feature() async throws {
        let text = try await said(after: "update businesses set features_off = '{club}'")
        #expect(text == "Its module was switched off. Switch it on again, then import the file once more.")
    }

    @Test("does not run when its business was suspended since")
    func suspended() async throws {
        let text = try await said(after: "update businesses set suspended_reason = 'unpaid', suspended_at = now()")
        #expect(text == "This business is suspended: unpaid")
    }

    @Test("does not run when its member was deactivated since")
    func deactivated() async throws {
        let text = try await said(after: "update users set deactivated_at = now() where email like 'staff%'")
        #expect(text == "The person who ordered this import has no seat here any more. Nothing was imported; order it again yourself.")
    }

    @Test("runs in the name of whoever ordered it last")
    func handedOn() async throws {
        try await withClub { platform, owner in
            let member = try await platform.join(owner.business.id, as: .staff)
            let taken = try await TestImport("Name\nAda\n", as: member, on: platform)
            _ = try await taken.check()
            try await platform.arrange("update users set deactivated_at = now() where email like 'staff%'")
            _ = try await platform.ask(.post, "\(taken.path)/start", as: owner)
            #expect(try await taken.result()?.isDone == true)
            #expect(try await owner.contacts("c.name") == ["Ada"])
        }
    }
}
