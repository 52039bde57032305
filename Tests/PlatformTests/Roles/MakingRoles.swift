import Support
import Testing

@testable import Platform

@Suite("A role that a business makes", .enabled(if: TestPlatform.isPossible))
struct MakingRoles {
    private func withRoles(_ body: (TestPlatform, Scope, Roles) async throws -> Void) async throws {
        try await withGarden { platform, owner in try await body(platform, owner, Roles(platform.registry, in: owner)) }
    }

    private func made(_ roles: Roles, _ name: String = "Sales", on rung: Role = .staff, like model: BusinessRole? = nil) async throws -> StoredRole {
        let draft = RoleDraft(name: name, rung: rung)
        try await roles.make(draft, like: model)
        return try await roles.one(draft.id)
    }

    @Test("has what its rung has, or what another has that it begins like")
    func beginning() async throws {
        try await withRoles { platform, _, roles in
            let plain = try await made(roles), like = try await made(roles, "Like a manager", on: .viewer, like: .manager)
            #expect(plain.decisions.isEmpty && plain.members == 0)
            #expect(platform.registry.permissions(of: plain.role) == platform.registry.permissions(of: .staff))
            #expect(platform.registry.permissions(of: like.role) == platform.registry.permissions(of: .manager))
            let low = try await made(roles, "Low", on: .manager, like: .viewer)
            #expect(platform.registry.permissions(of: low.role) == platform.registry.permissions(of: .viewer))
            let all = try await roles.all().map(\.name)
            #expect(all == ["Like a manager", "Low", "Sales"])
        }
    }

    @Test("decides what was looked over and nothing else, and is as its rung again when it is reset")
    func deciding() async throws {
        try await withRoles { platform, _, roles in
            let role = try await made(roles)
            let offered: Set = ["garden.plants.read", "garden.plants.export", "garden.plants.create", "account.modules.leave"]
            try await roles.decide(role.id, offered: offered, checked: ["garden.plants.read", "garden.plants.export"], version: role.version)
            let decided = try await roles.one(role.id)
            #expect(decided.decisions == ["garden.plants.export": true, "garden.plants.create": false] && decided.version == 2)
            try await roles.decide(role.id, offered: ["garden.plants.create"], checked: ["garden.plants.create"], version: 2)
            #expect(try await roles.one(role.id).decisions == ["garden.plants.export": true])
            try await roles.reset(role.id, version: 3)
            #expect(try await roles.one(role.id).decisions.isEmpty)
            let told = try await platform.superuser.read(Query<[String]>.rows("""
                select name || coalesce(payload ->> 'name', '') from events where record = 'roles' order by id
                """) { try $0.next(String.self) })
            #expect(told.sorted() == ["changed", "changed", "changed", "created"].map { "platform.roles.\($0)Sales" })
        }
    }

    @Test("is not changed over what somebody else changed meanwhile, nor given a name there is, in any language")
    func disputed() async throws {
        try await withRoles { _, _, roles in
            let role = try await made(roles)
            _ = try await made(roles, "Books")
            try await roles.decide(role.id, offered: ["garden.plants.read"], checked: [], version: 1)
            await #expect(throws: RoleError.changed) { try await roles.decide(role.id, offered: ["garden.plants.read"], checked: [], version: 1) }
            for name in ["books", "Administrator", "propietario", "مالك"] {
                await #expect(throws: RoleError.nameTaken) { try await roles.make(RoleDraft(name: name, rung: .staff)) }
                await #expect(throws: RoleError.nameTaken) { try await roles.change(RoleDraft(id: role.id, name: name, rung: .staff), version: 2) }
            }
            try await roles.change(RoleDraft(id: role.id, name: "SALES", description: "For selling", rung: .viewer), version: 2)
            let changed = try await roles.one(role.id)
            #expect(changed.name == "SALES" && changed.rung == .viewer && changed.decisions == ["garden.plants.read": false])
        }
    }

    @Test("is given, moves its members with its rung, and leaves them there when it ends")
    func giving() async throws {
        try await withRoles { platform, owner, roles in
            let role = try await made(roles), anna = try await platform.join(owner.business.id, as: .viewer)
            func now() async throws -> Member? { try await platform.seats.scope(of: anna.member.id, in: owner.business.id)?.member }
            try await roles.assign(role.role, to: anna.member.id)
            #expect(try await now()?.businessRole == role.role)
            #expect(try await roles.one(role.id).members == 1)
            try await roles.change(RoleDraft(id: role.id, name: "Sales", rung: .manager), version: 1)
            #expect(try await now()?.role == .manager)
            try await roles.remove(role.id)
            #expect(try await now()?.businessRole == .manager)
            await #expect(throws: PageError.notFound) { try await roles.one(role.id) }
            try await roles.assign(.staff, to: anna.member.id)
            #expect(try await now()?.businessRole == .staff)
            #expect(try await roles.ladderCounts() == [.owner: 1, .staff: 1])
        }
    }

    @Test("is neither shown to another business nor given in it")
    func apart() async throws {
        try await withTwoGardens { platform, acme, globex in
            let theirs = Roles(platform.registry, in: globex), ours = Roles(platform.registry, in: acme)
            let role = try await made(theirs, "Secret"), anna = try await platform.join(acme.business.id, as: .viewer)
            #expect(try await ours.all().isEmpty)
            await #expect(throws: PageError.notFound) { try await ours.one(role.id) }
            await #expect(throws: SeatError.roleGone) { try await ours.assign(role.role, to: anna.member.id) }
            await #expect(throws: PageError.notFound) { try await ours.remove(role.id) }
            await #expect(throws: SeatError.gone) { try await theirs.assign(.staff, to: anna.member.id) }
            #expect(try await acme.db.write(Query<Int>.value("select kontor.remove_role(\(role.id))")) == 0)
            #expect(try await theirs.one(role.id).name == "Secret")
            let offered = try await ours.assignable()
            #expect(offered == [.viewer, .staff, .manager, .admin])
        }
    }

    @Test("is one of fifty at most")
    func limit() async throws {
        try await withRoles { platform, owner, roles in
            _ = try await platform.superuser.write(Query.execute("""
                insert into roles (business_id, id, name, rung) select \(owner.business.id), gen_random_uuid(), 'Role ' || n, 'staff' from generate_series(1, 50) as n
                """))
            await #expect(throws: RoleError.tooMany) { try await roles.make(RoleDraft(name: "One more", rung: .staff)) }
        }
    }
}
