import Support
import Testing

@testable import Platform

@Suite("Nobody rises by a role", .enabled(if: TestPlatform.isPossible))
struct NotRising {
    /// Two of a role on the admins' rung that cannot erase plants, and the owner's roles.
    private func withLimited(_ body: (TestPlatform, Roles, _ limited: Scope, _ other: Scope, StoredRole) async throws -> Void) async throws {
        try await withGarden { platform, owner in
            let roles = Roles(platform.registry, in: owner), draft = RoleDraft(name: "Nearly admin", rung: .admin)
            try await roles.make(draft)
            try await roles.decide(draft.id, offered: ["garden.plants.delete"], checked: [], version: 1)
            let role = try await roles.one(draft.id)
            var scopes: [Scope] = []
            for _ in 0..<2 {
                let member = try await platform.join(owner.business.id, as: .admin)
                try await roles.assign(role.role, to: member.member.id)
                scopes.append(try #require(try await platform.seats.scope(of: member.member.id, in: owner.business.id)))
            }
            try await body(platform, roles, scopes[0], scopes[1], role)
        }
    }

    @Test("who edits, resets, moves or ends their own: role escalation by editing one's own role")
    func own() async throws {
        try await withLimited { platform, roles, anna, _, role in
            let hers = Roles(platform.registry, in: anna)
            await #expect(throws: RoleError.own) { try await hers.decide(role.id, offered: ["garden.plants.delete"], checked: ["garden.plants.delete"], version: 2) }
            await #expect(throws: RoleError.own) { try await hers.reset(role.id, version: 2) }
            await #expect(throws: RoleError.own) { try await hers.change(RoleDraft(id: role.id, name: "Mine", rung: .admin), version: 2) }
            await #expect(throws: RoleError.own) { try await hers.remove(role.id) }
            let stored = try await roles.one(role.id)
            #expect(stored == StoredRole(role, members: 2))
        }
    }

    @Test("by making one that has more, or gets more by its rung or its model")
    func making() async throws {
        try await withLimited { platform, _, anna, _, _ in
            let hers = Roles(platform.registry, in: anna), draft = RoleDraft(name: "Hers", rung: .viewer)
            let delete = Permission("garden.plants.delete", from: .manager)
            try await hers.make(draft, like: .manager)
            let made = try await hers.one(draft.id)
            #expect(!platform.registry.permissions(of: made.role).contains(delete))
            await #expect(throws: RoleError.beyond) { try await hers.decide(draft.id, offered: [delete.name], checked: [delete.name], version: 1) }
            try await hers.change(RoleDraft(id: draft.id, name: "Hers", rung: .manager), version: 1)
            let moved = try await hers.one(draft.id)
            #expect(moved.rung == .manager && !platform.registry.permissions(of: moved.role).contains(delete))
            await #expect(throws: RoleError.beyond) { try await hers.change(RoleDraft(id: draft.id, name: "Hers", rung: .owner), version: 2) }
            await #expect(throws: RoleError.beyond) { try await hers.decide(draft.id, offered: [], checked: ["account.modules.leave"], version: 2) }
        }
    }

    @Test("by letting others fall back to more than they had")
    func ending() async throws {
        try await withLimited { platform, roles, anna, _, _ in
            let draft = RoleDraft(name: "Lesser manager", rung: .manager), member = try await platform.join(anna.business.id, as: .manager)
            try await roles.make(draft)
            try await roles.decide(draft.id, offered: ["garden.plants.delete"], checked: [], version: 1)
            try await roles.assign(roles.one(draft.id).role, to: member.member.id)
            let hers = Roles(platform.registry, in: anna)
            await #expect(throws: RoleError.beyond) { try await hers.remove(draft.id) }
            // What she may not decide stays when she resets the rest.
            try await hers.decide(draft.id, offered: ["garden.plants.export"], checked: [], version: 2)
            try await hers.reset(draft.id, version: 3)
            #expect(try await roles.one(draft.id).decisions == ["garden.plants.delete": false])
            try await roles.remove(draft.id)
        }
    }

    @Test("by giving themself another, or others what they do not have themself")
    func giving() async throws {
        try await withLimited { platform, roles, anna, other, role in
            let hers = Roles(platform.registry, in: anna), staff = try await platform.join(anna.business.id, as: .staff)
            let boss = try #require(try await roles.owners())
            #expect(try await hers.assignable().map(\.key) == ["viewer", "staff", role.role.key])
            await #expect(throws: SeatError.ownRole) { try await hers.assign(.viewer, to: anna.member.id) }
            await #expect(throws: SeatError.beyond) { try await hers.assign(.admin, to: staff.member.id) }
            await #expect(throws: SeatError.beyond) { try await hers.assign(.manager, to: staff.member.id) }
            await #expect(throws: SeatError.ownerByTransfer) { try await hers.assign(.owner, to: staff.member.id) }
            await #expect(throws: SeatError.ownerByTransfer) { try await hers.assign(.staff, to: boss) }
            try await hers.assign(role.role, to: staff.member.id)
            let full = try await platform.join(anna.business.id, as: .admin)
            await #expect(throws: SeatError.rank) { try await hers.assign(.viewer, to: full.member.id) }
            await #expect(throws: SeatError.rank) { try await SeatChanges(in: anna, registry: platform.registry).end(full.member.id, heir: nil) }
            try await hers.assign(.viewer, to: other.member.id)
            await #expect(throws: DatabaseError.self) { try await anna.db.execute("update members set role = 'owner' where id = \(anna.member.id)") }
        }
    }

    @Test("by deciding which records and fields they see themself")
    func rules() async throws {
        try await withGarden { platform, owner in
            let roles = Roles(platform.registry, in: owner), draft = RoleDraft(name: "Gatekeeper", rung: .manager)
            try await roles.make(draft)
            let member = try await platform.join(owner.business.id, as: .viewer), role = try await roles.one(draft.id).role
            try await roles.assign(role, to: member.member.id)
            let scope = try #require(try await platform.seats.scope(of: member.member.id, in: owner.business.id)), decisions = AccessDecisions(in: scope)
            await #expect(throws: RoleError.ownRules) { try await decisions.decide(AccessRule(), for: role, on: "plants") }
            await #expect(throws: RoleError.ownRules) { try await decisions.decide(nil, for: .manager, on: "plants") }
            try await decisions.decide(AccessRule(fields: ["notes": .hidden]), for: .staff, on: "plants")
        }
    }

    @Test("by a key: it has no more than its member, also when they have less later on: role escalation by API key scopes")
    func keys() async throws {
        try await withGarden { platform, owner in
            let member = try await platform.join(owner.business.id, as: .manager)
            let delete = Permission("garden.plants.delete", from: .manager), read = Permission("garden.plants.read", from: .viewer)
            for scopes in [[AccountPermissions.settings], [AccountPermissions.roles, read], [Permission("account.modules.leave", from: .owner)]] {
                await #expect(throws: APIKeyError.foreignScope) { try await APIKeys(in: member).make(NewAPIKey(name: "x", scopes: scopes, expiresAt: nil)) }
            }
            let secret = try await APIKeys(in: member).make(NewAPIKey(name: "x", scopes: [read, delete], expiresAt: nil))
            let entries = Entries(platform.app, registry: platform.registry)
            func may() async throws -> Set<Permission>? { try await entries.entry(.key(secret.digest))?.permissions }
            #expect(try await may() == [read, delete])
            let roles = Roles(platform.registry, in: owner), draft = RoleDraft(name: "Less", rung: .manager)
            try await roles.make(draft)
            try await roles.decide(draft.id, offered: [delete.name], checked: [], version: 1)
            try await roles.assign(roles.one(draft.id).role, to: member.member.id)
            #expect(try await may() == [read])
            try await roles.decide(draft.id, offered: [read.name], checked: [], version: 2)
            #expect(try await may() == [])
        }
    }

    /// A member of a role on the managers' rung that sees nothing of plants but what is short, and the owner.
    private func withRuled(_ body: (TestPlatform, _ owner: Scope, _ ruled: Scope, BusinessRole) async throws -> Void) async throws {
        try await withGarden { platform, owner in
            let roles = Roles(platform.registry, in: owner), draft = RoleDraft(name: "Clerk", rung: .manager)
            try await roles.make(draft)
            try await roles.decide(draft.id, offered: ["account.roles.manage", "account.access.manage"], checked: ["account.roles.manage", "account.access.manage"], version: 1)
            let role = try await roles.one(draft.id).role, member = try await platform.join(owner.business.id, as: .viewer)
            try await AccessDecisions(in: owner).decide(AccessRule(rows: .own, fields: ["notes": .hidden]), for: role, on: "plants")
            try await roles.assign(role, to: member.member.id)
            func now(_ scope: Scope) async throws -> Scope { try #require(try await platform.seats.scope(of: scope.member.id, in: owner.business.id)) }
            try await body(platform, now(owner), now(member), role)
        }
    }

    @Test("by a new one that begins like it: it sees the same records and fields, on whatever rung it stands")
    func copying() async throws {
        try await withRuled { platform, owner, _, clerk in
            let roles = Roles(platform.registry, in: owner)
            try await AccessDecisions(in: owner).decide(AccessRule(fields: ["price": .readOnly]), for: .staff, on: "plants")
            let scope = try #require(try await platform.seats.scope(of: owner.member.id, in: owner.business.id))
            for (model, rung, hidden) in [(clerk, Role.manager, ["notes"]), (clerk, .viewer, ["notes"]), (.staff, .manager, [])] {
                let draft = RoleDraft(name: "Like \(model.key) on \(rung)", rung: rung)
                try await Roles(platform.registry, in: scope).make(draft, like: model)
                let now = try #require(try await platform.seats.scope(of: owner.member.id, in: owner.business.id)).business.accessRules
                let made = try await roles.one(draft.id).role, rule = now.rule(for: made, on: "plants")
                #expect(rule == now.rule(for: model, on: "plants") && rule?.names(.hidden) == Set(hidden), "\(rung)")
            }
        }
    }

    @Test("who sees only some records: they decide neither rules nor teams, and let nobody see more than they do")
    func ruled() async throws {
        try await withRuled { platform, owner, anna, clerk in
            let hers = Roles(platform.registry, in: anna), team = ID<Team>(), staff = try await platform.join(owner.business.id, as: .staff)
            #expect(!anna.seesEverything && owner.seesEverything)
            await #expect(throws: RoleError.ruled) { try await AccessDecisions(in: anna).decide(AccessRule(), for: .viewer, on: "plants") }
            await #expect(throws: RoleError.ruled) { try await Teams(in: anna).save(team, "Hers", [anna.member.id, owner.member.id]) }
            try await Teams(in: owner).save(team, "Theirs", [owner.member.id])
            await #expect(throws: RoleError.ruled) { try await Teams(in: anna).save(team, "Theirs", [anna.member.id, owner.member.id]) }
            await #expect(throws: RoleError.ruled) { try await Teams(in: anna).remove(team) }
            #expect(try await hers.assignable().map(\.key) == [clerk.key], "the ladder's see all plants")
            await #expect(throws: SeatError.beyond) { try await hers.assign(.viewer, to: staff.member.id) }
            await #expect(throws: RoleError.ruled) { try await hers.make(RoleDraft(name: "Wide", rung: .viewer)) }
            try await hers.make(RoleDraft(name: "As narrow", rung: .viewer), like: clerk)
            let wide = RoleDraft(name: "Other", rung: .viewer)
            try await Roles(platform.registry, in: owner).make(wide)
            await #expect(throws: RoleError.ruled) { try await hers.change(RoleDraft(id: wide.id, name: "Other", rung: .staff), version: 1) }
            try await hers.change(RoleDraft(id: wide.id, name: "Another", rung: .viewer), version: 1)
        }
    }

    @Test("by rules that only seem as narrow", arguments: [
        (AccessRule(rows: .own), AccessRule(rows: .team), true), (AccessRule(rows: .team), AccessRule(rows: .own), false), (AccessRule(), AccessRule(rows: .own), false),
        (AccessRule(rows: .own), AccessRule(rows: .own, fields: ["notes": .hidden]), false),
        (AccessRule(fields: ["notes": .readOnly]), AccessRule(fields: ["notes": .hidden]), false),
        (AccessRule(fields: ["notes": .hidden, "price": .hidden]), AccessRule(fields: ["notes": .readOnly]), true),
        (.habits("tree"), .habits("tree", "herb"), true), (.habits("tree", "shrub"), .habits("tree", "herb"), false), (.habits("tree"), AccessRule(rows: .own), false),
    ])
    func narrower(rule: AccessRule, than other: AccessRule, isSo: Bool) {
        let rules = AccessRules(["viewer": ["plants": rule], "staff": ["plants": other]])
        #expect(rules.sees(.viewer, noMoreThan: .staff) == isSo)
        #expect(!rules.sees(.admin, noMoreThan: .staff) && rules.sees(.staff, noMoreThan: .admin))
    }
}

extension StoredRole {
    fileprivate init(_ role: StoredRole, members: Int) {
        self = StoredRole(
            id: role.id, name: role.name, description: role.description, rung: role.rung, decisions: role.decisions, version: role.version, members: members)
    }
}

extension Roles {
    /// The owner's seat.
    fileprivate func owners() async throws -> ID<Member>? {
        try await scope.db.first("select id from members where role = 'owner'") { try $0.next() }
    }
}

extension AccessRule {
    fileprivate static func habits(_ values: String...) -> AccessRule { AccessRule(rows: .some(field: "habit", column: "habit", values: values)) }
}
