import CRM
import Platform
import Support
import Testing

/// A business whose staff see customers by a rule: Ann's and Ben's are two customers each, and one is nobody's.
struct Office {
    let platform: TestPlatform
    let owner: Scope
    let ann, ben: Scope
    /// By their names.
    let customers: [String: String]

    /// What Ann and Ben are: staff, or of a role that the business made, for which the rule is decided while there is none for staff.
    enum Post: CaseIterable { case staff, own }

    static func with(
        _ rows: AccessRule.Rows, _ fields: [String: AccessRule.FieldAccess] = [:], for post: Post = .staff, _ body: (Office) async throws -> Void
    ) async throws {
        try await TestPlatform.with([crm]) { platform in
            let owner = try await platform.register("Acme")
            let ann = try await platform.join(owner.business.id, as: .staff), ben = try await platform.join(owner.business.id, as: .staff)
            let desk = Desk(owner, platform.registry)
            var customers: [String: String] = [:]
            for (name, keeper, segment) in [
                ("Ada", ann, "lead"), ("Alan", ann, "vip"), ("Bea", ben, "lead"), ("Bob", ben, "former"), ("Nobody", nil, "lead"),
            ] as [(String, Scope?, String)] {
                let location = try await desk.send("/crm/customers", [
                    "name": name, "email": "\(name.lowercased())@example.com", "segment": segment, "owner": keeper?.member.id.description ?? "",
                ]).location
                customers[name] = location?.split(separator: "/").last.map(String.init)
            }
            var role = BusinessRole.staff
            if post == .own {
                let roles = Roles(platform.registry, in: owner)
                try await roles.make(RoleDraft(name: "Sales", rung: .staff))
                role = try #require(try await roles.all().first).role
                for member in [ann, ben] { try await roles.assign(role, to: member.member.id) }
            }
            try await AccessDecisions(in: owner).decide(AccessRule(rows: rows, fields: fields), for: role, on: "customers")
            try await body(Office(
                platform: platform, owner: again(owner, platform), ann: again(ann, platform), ben: again(ben, platform), customers: customers))
        }
    }

    /// The same member, as they come in now.
    static func again(_ scope: Scope, _ platform: TestPlatform) async throws -> Scope {
        try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
    }

    func again(_ scope: Scope) async throws -> Scope { try await Self.again(scope, platform) }

    func desk(_ scope: Scope) -> Desk { Desk(scope, platform.registry) }

    func path(_ name: String) -> String { "/crm/customers/\(customers[name] ?? "")" }

    func resource(_ table: String) throws -> Resource { try #require(platform.registry.resources.first { $0.name == table }) }

    /// The names a list shows.
    func names(_ scope: Scope, _ query: String = "") async throws -> Set<String> {
        let page: RecordListPage = try await desk(scope).open("/crm/customers\(query)")
        return Set(page.table?.rows.map(\.title) ?? [])
    }
}
