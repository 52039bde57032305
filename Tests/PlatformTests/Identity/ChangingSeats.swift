import Support
import Testing

@testable import Platform

@Suite("A seat", .enabled(if: TestPlatform.isPossible))
struct ChangingSeats {
    @Test("gets another role from who stands as high, and the history says so")
    func role() async throws {
        try await Office.with { office in
            try await office.roles(office.admin).assign(.manager, to: office.staff.member.id)
            #expect(try await office.role(of: office.staff) == "manager")
            #expect(try await office.events() == [#"platform.members.role_changed {"role": ["staff", "manager"]}"#])
        }
    }

    @Test("is safe from role escalation by editing one's own role, or anybody's above one's own")
    func escalation() async throws {
        try await Office.with { office in
            let (owner, admin, staff) = (office.owner.member.id, office.admin.member.id, office.staff.member.id)
            for role in Role.allCases {
                await #expect(throws: SeatError.ownRole) { try await office.roles(office.admin).assign(BusinessRole(role), to: admin) }
                await #expect(throws: SeatError.ownRole) { try await office.roles(office.owner).assign(BusinessRole(role), to: owner) }
            }
            await #expect(throws: SeatError.ownerByTransfer) { try await office.roles(office.admin).assign(.viewer, to: owner) }
            await #expect(throws: SeatError.ownerByTransfer) { try await office.roles(office.owner).assign(.owner, to: staff) }
            await #expect(throws: SeatError.rank) { try await office.roles(office.staff).assign(.viewer, to: admin) }
            let viewer = try await office.platform.join(office.owner.business.id, as: .viewer)
            await #expect(throws: SeatError.rank) { try await office.roles(office.staff).assign(.manager, to: viewer.member.id) }
            await #expect(throws: SeatError.rank) { try await office.changes(office.admin).end(owner, heir: nil) }
            await #expect(throws: SeatError.rank) { try await office.changes(office.staff).handOver(to: staff, telling: nil) }
            await #expect(throws: DatabaseError.self) { try await office.staff.db.execute("update members set role = 'owner'") }
            #expect(try await office.events().isEmpty)
        }
    }

    @Test("of another business is nobody's here")
    func walls() async throws {
        try await Office.with { office in
            let globex = try await office.platform.register("Globex"), theirs = globex.member.id
            await #expect(throws: SeatError.gone) { try await office.roles(office.owner).assign(.viewer, to: theirs) }
            await #expect(throws: SeatError.gone) { try await office.changes(office.owner).end(theirs, heir: nil) }
            await #expect(throws: SeatError.gone) { try await office.changes(office.owner).handOver(to: theirs, telling: nil) }
            await #expect(throws: SeatError.heir) { try await office.changes(office.owner).end(office.staff.member.id, heir: theirs) }
            #expect(try await office.role(of: office.staff) == "staff")
        }
    }

    @Test("that ends takes sessions, keys and tokens of that business along, and leaves those of others")
    func ends() async throws {
        try await Office.with { office in
            let globex = try await office.platform.register("Globex"), user = office.staff.member.user
            try await office.arrange("insert into members (business_id, id, user_id, role) values (\(globex.business.id), \(ID<Member>()), \(user), 'staff')")
            let here = try await office.session(of: user), there = try await office.session(of: user)
            #expect(try await office.accounts.go(to: globex.business.id, session: there))
            let teammate = ID<Team>()
            try await Teams(in: office.owner).save(teammate, "North", [office.staff.member.id, office.owner.member.id])
            let key = try await APIKeys(in: office.staff).make(NewAPIKey(id: ID(), name: "Shop", scopes: [AccountPermissions.members], expiresAt: nil))
            try await office.changes(office.admin).end(office.staff.member.id, heir: nil)
            #expect(try await office.accounts.person(here) == nil)
            #expect(try await office.accounts.person(there) != nil)
            #expect(try await office.entries.entry(.key(key.digest)) == nil)
            #expect(try await office.platform.seats.scope(of: office.staff.member.id, in: office.owner.business.id) == nil)
            #expect(try await office.count("team_members") == 1)
            #expect(try await office.count("api_keys where revoked_at is null") == 0)
            let businesses = try await office.accounts.businesses(of: there)
            #expect(businesses.map(\.name) == ["Globex"])
            #expect(try await !office.accounts.go(to: office.owner.business.id, session: there))
        }
    }

    @Test("that somebody left is not counted, not assigned, not seen with an address, yet named; and comes back when they are invited again")
    func former() async throws {
        try await Office.with { office in
            try await office.changes(office.staff).end(office.staff.member.id, heir: nil)
            let db = office.owner.db, id = office.staff.member.id
            #expect(try await db.value("select count(*) from members", of: Int.self) == 2)
            #expect(try await db.value("select count(*) from users", of: Int.self) == 2)
            let named = try await db.rows("select name, email, deleted_at is null from colleagues where id = \(id)") { row in
                (try row.next(String.self), try row.next(String?.self), try row.next(Bool.self))
            }
            #expect(named.count == 1 && named[0].0 == "staff" && named[0].1 == nil && !named[0].2)
            #expect(try await office.events() == ["platform.members.left"])
            let link = Secret()
            try await Invitations(in: office.owner).send([Door.draft(office.staff.member.email, link)], as: .manager)
            try await office.accounts.join(by: link, session: office.session(of: office.staff.member.user))
            let back = try #require(try await office.platform.seats.scope(of: id, in: office.owner.business.id))
            #expect(back.member.role == .manager)
        }
    }

    @Test("of the last owner stays theirs: the last owner leaving is refused, also two at once, until they hand the business over")
    func lastOwner() async throws {
        try await Office.with { office in
            let (owner, admin) = (office.owner.member.id, office.admin.member.id)
            await #expect(throws: SeatError.lastOwner) { try await office.changes(office.owner).end(owner, heir: admin) }
            try await office.changes(office.owner).handOver(to: admin, telling: Post.mail(to: office.admin.member.email, plain: "x"))
            #expect(try await office.role(of: office.admin) == "owner")
            #expect(try await office.role(of: office.owner) == "admin")
            #expect(try await office.count("mails") == 1)
            try await office.changes(office.owner).end(owner, heir: admin)
            await #expect(throws: SeatError.lastOwner) { try await office.changes(office.admin).end(admin, heir: nil) }
            // Were there two, one of them could go, and not both.
            try await office.arrange("update members set role = 'owner' where id = \(office.staff.member.id)")
            let gone = await withTaskGroup(of: Bool.self) { group in
                for scope in [office.admin, office.staff] {
                    group.addTask { (try? await office.changes(scope).end(scope.member.id, heir: nil)) != nil }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(gone == 1)
        }
    }

    @Test("may be ended or lowered while somebody joins by its holder's invitation: whoever is first, neither waits for the other for ever")
    func crossing() async throws {
        try await Office.with { office in
            for round in 0..<6 {
                let admin = try await office.platform.join(office.owner.business.id, as: .admin), link = Secret()
                try await Invitations(in: admin).send([Door.draft("bo\(round)@example.com", link)], as: .admin)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        if round.isMultiple(of: 2) { try await office.changes(office.owner).end(admin.member.id, heir: nil) } else {
                            try await office.roles(office.owner).assign(.viewer, to: admin.member.id)
                        }
                    }
                    group.addTask {
                        do {
                            _ = try await office.accounts.register(by: link, name: "Bo", password: Door.password, language: .en, with: Door.browser)
                        } catch is JoinError {} // the invitation was taken back in time
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    @Test("is not handed the business where its person was deactivated")
    func deactivated() async throws {
        try await Office.with { office in
            try await office.arrange("update users set deactivated_at = now() where id = \(office.admin.member.user)")
            await #expect(throws: SeatError.gone) { try await office.changes(office.owner).handOver(to: office.admin.member.id, telling: nil) }
        }
    }

    @Test("that is taken away takes along the invitations its holder sent; one that is lowered, those above it")
    func invitations() async throws {
        try await Office.with { office in
            for role in [Role.admin, .staff] {
                try await Invitations(in: office.admin).send([Door.draft("\(role.rawValue)@example.com", Secret())], as: BusinessRole(role))
            }
            try await office.roles(office.owner).assign(.manager, to: office.admin.member.id)
            #expect(try await Invitations(in: office.owner).open(most: 10).map(\.role) == [.staff])
            try await office.changes(office.owner).end(office.admin.member.id, heir: nil)
            #expect(try await Invitations(in: office.owner).open(most: 10).isEmpty)
        }
    }
}

/// A business with an owner, an administrator and one of the staff.
private struct Office: Sendable {
    let platform: TestPlatform, accounts: Accounts, owner, admin, staff: Scope

    static func with(_ body: (Office) async throws -> Void) async throws {
        try await Door.with { door in
            let owner = try await door.platform.register("Acme"), business = owner.business.id
            try await body(Office(
                platform: door.platform, accounts: door.accounts, owner: owner, admin: door.platform.join(business, as: .admin),
                staff: door.platform.join(business, as: .staff)))
        }
    }

    var entries: Entries { Entries(platform.app, registry: platform.registry) }
    func roles(_ scope: Scope) -> Roles { Roles(platform.registry, in: scope) }
    func changes(_ scope: Scope) -> SeatChanges { SeatChanges(in: scope, registry: platform.registry) }
    func arrange(_ sql: SQL) async throws { _ = try await platform.superuser.write(Query.execute(sql)) }
    func count(_ rows: SQL) async throws -> Int { try await platform.superuser.read(Query<Int>.value("select count(*) from \(rows)")) }

    func role(of scope: Scope) async throws -> String {
        try await platform.superuser.read(Query<String>.value("select role from members where id = \(scope.member.id)"))
    }

    func session(of user: ID<User>) async throws -> [UInt8] {
        let secret = Secret()
        _ = try await platform.app.write(Query.execute("select kontor.start_session(\(secret.digest), \(user), '1 hour', 'test')"))
        return secret.digest
    }

    /// What is said of the people, with what changed.
    func events() async throws -> [String] {
        try await platform.superuser.read(.rows("""
            select concat_ws(' ', name, changes) from events where name like 'platform.members.%' and name not like '%invited' order by id
            """) { row in try row.next(String.self) })
    }
}
