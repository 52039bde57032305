import CRM
import Platform
import Support
import Testing

@Suite("A rule for a role that the business made", .enabled(if: TestPlatform.isPossible))
struct RulesOfOwnRoles {
    /// A business whose staff see their own customers only, with a role on that rung for Ann, and one on the admins'.
    private func withRole(on rung: Role = .staff, _ body: (Office, Roles, BusinessRole) async throws -> Void) async throws {
        try await Office.with(.own, ["email": .hidden]) { office async throws in
            let roles = Roles(office.platform.registry, in: office.owner)
            try await roles.make(RoleDraft(name: "Sales", rung: rung))
            let role = try #require(try await roles.all().first).role
            try await roles.assign(role, to: office.ann.member.id)
            try await body(office, roles, role)
        }
    }

    @Test("is its rung's until it has one of its own, which may show more or less, and is the rung's again without it")
    func inherited() async throws {
        try await withRole { office, _, role async throws in
            let decisions = AccessDecisions(in: office.owner)
            #expect(try await office.names(office.again(office.ann)) == ["Ada", "Alan"])
            try await decisions.decide(AccessRule(), for: role, on: "customers")
            #expect(try await office.names(office.again(office.ann)).count == 5)
            #expect(try await office.names(office.again(office.ben)) == ["Bea", "Bob"])
            try await decisions.decide(AccessRule(rows: .some(field: "segment", column: "segment", values: ["vip"])), for: role, on: "customers")
            #expect(try await office.names(office.again(office.ann)) == ["Alan"])
            try await decisions.decide(nil, for: role, on: "customers")
            #expect(try await office.names(office.again(office.ann)) == ["Ada", "Alan"])
        }
    }

    @Test("is none on the rung of admins, who see everything")
    func admins() async throws {
        try await withRole(on: .admin) { office, _, role async throws in
            try await AccessDecisions(in: office.owner).decide(AccessRule(rows: .own), for: role, on: "customers")
            #expect(try await office.names(office.again(office.ann)).count == 5)
        }
    }

    @Test("goes with the role, whose members then see what their rung sees")
    func removed() async throws {
        try await withRole { office, roles, role async throws in
            try await AccessDecisions(in: office.owner).decide(AccessRule(), for: role, on: "customers")
            try await roles.remove(try #require(role.custom?.id))
            let ann = try await office.again(office.ann)
            #expect(ann.member.customRole == nil && ann.member.role == .staff && ann.business.accessRules.byRole.keys.sorted() == ["staff"])
            #expect(try await office.names(ann) == ["Ada", "Alan"])
        }
    }

    @Test("makes nothing that another role on the same rung is shown, be the business's rules the very same")
    func apart() async throws {
        try await withRole { office, roles, sales async throws in
            try await roles.make(RoleDraft(name: "Bookkeeping", rung: .staff))
            let books = try #require(try await roles.all().first { $0.name == "Bookkeeping" }).role
            try await roles.assign(books, to: office.ben.member.id)
            let decisions = AccessDecisions(in: office.owner)
            try await decisions.decide(AccessRule(fields: ["phone": .hidden]), for: sales, on: "customers")
            try await decisions.decide(AccessRule(fields: ["segment": .hidden]), for: books, on: "customers")
            let ann = try await office.again(office.ann), other = try await office.again(office.ben)
            // One business for both, so that what is kept of it is kept for both.
            let ben = Scope(business: ann.business, member: other.member, permissions: other.permissions, voice: ann.voice, db: other.db)
            func labels(_ scope: Scope) async throws -> Set<String> {
                let list: RecordListPage = try await office.desk(scope).open("/crm/customers?columns=name,email,phone,segment")
                return Set(list.table?.columns.map(\.label) ?? [])
            }
            for _ in 0..<2 {
                let hers = try await labels(ann), his = try await labels(ben)
                #expect(hers.isSuperset(of: ["E-mail", "Segment"]) && !hers.contains("Phone"))
                #expect(his.isSuperset(of: ["E-mail", "Phone"]) && !his.contains("Segment"))
            }
        }
    }
}
