import Support
import Testing

@testable import Platform

@Suite("What a business has by its plan", .enabled(if: TestPlatform.isPossible))
struct BeingEntitled {
    private func entitlement(_ platform: TestPlatform, _ scope: Scope) async throws -> Entitlement {
        let seen = try await platform.seats.scope(of: scope.member.id, in: scope.business.id)
        return try #require(seen).business.entitlement
    }

    @Test("refuses what the plan leaves out before what the business has switched off, and names the plan")
    func refusing() async throws {
        try await withGarden { platform, scope in
            try await platform.arrange("update plans set features = '{\"*\": true, \"garden\": false}' where is_default")
            let without = try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
            let read = try #require(garden.allPermissions.first)
            #expect(without.refusal(.member(read), of: garden.feature) == .plan(garden.feature, plan: "Enterprise"))
            try await platform.arrange("update businesses set features_off = '{garden}'")
            let both = try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
            #expect(both.refusal(.member(read), of: garden.feature) == .plan(garden.feature, plan: "Enterprise"))
            try await platform.arrange("update plans set features = '{\"*\": true}' where is_default")
            let off = try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
            #expect(off.refusal(.member(read), of: garden.feature) == .feature(garden.feature))
            try await platform.arrange("update businesses set suspended_reason = 'Unpaid', suspended_at = now()")
            await #expect(throws: Refusal.subscription(reason: "Unpaid")) { try await platform.seats.scope(of: scope.member.id, in: scope.business.id) }
        }
    }

    @Test("is its plan's, under what was decided for it alone for as long as that holds")
    func overriding() async throws {
        try await withTwoGardens { platform, acme, globex in
            try await platform.arrange("update plans set limits = '{\"members\": {\"most\": 5}, \"storage\": {\"most\": 10, \"grace\": 50}}' where is_default")
            try await platform.arrange("""
                insert into overrides (business_id, id, kind, name, value, reason, until) values
                (\(acme.business.id), gen_random_uuid(), 'limit', 'members', 'null', 'A friend', null),
                (\(acme.business.id), gen_random_uuid(), 'feature', 'ai', 'false', 'Abuse', now() + interval '1 hour'),
                (\(acme.business.id), gen_random_uuid(), 'limit', 'storage', '{"most": 99}', 'Over', now() - interval '1 hour')
                """)
            let (hers, his) = (try await entitlement(platform, acme), try await entitlement(platform, globex))
            #expect(hers.limits["members"] == .some(nil) && his.limits["members"] == LimitTerms(most: 5))
            #expect(hers.limits["storage"] == LimitTerms(most: 10, grace: 50))
            #expect(!hers.grants(Feature("ai")) && his.grants(Feature("ai")) && hers.grants(Feature("crm")))
        }
    }

    @Test("is the next plan's once a trial is over, and the usual one's where none was chosen", arguments: [
        ("trialing", "null", "enterprise"), ("trialing", "(select id from plans where code = 'basic')", "basic"),
        ("cancelled", "null", "enterprise"), ("active", "null", "pro"), ("past_due", "(select id from plans where code = 'basic')", "basic"),
    ])
    func following(status: String, next: String, becomes: String) async throws {
        try await withGarden { platform, scope in
            let ending = { (moment: String) in
                SQL(unchecked: "update subscriptions set plan_id = (select id from plans where code = 'pro'), status = '\(status)', next_plan_id = \(next), ends_at = now() \(moment)")
            }
            try await platform.arrange(ending("+ interval '1 minute'"))
            let before = try await entitlement(platform, scope).plan
            #expect(before == "pro")
            try await platform.arrange(ending("- interval '1 minute'"))
            let after = try await entitlement(platform, scope).plan
            #expect(after == becomes)
        }
    }

    @Test("is known to the business itself, and to no other")
    func walled() async throws {
        try await withTwoGardens { platform, acme, globex in
            let asked: SQL = "select kontor.entitlement(\(globex.business.id)) is null"
            #expect(try await acme.db.value(asked, of: Bool.self))
            let own = try await globex.db.value(asked, of: Bool.self)
            #expect(!own)
            for change in ["update plans set limits = '{}'", "insert into overrides (id, kind, name, value, reason) values (gen_random_uuid(), 'limit', 'members', 'null', 'me')", "delete from overrides", "delete from subscriptions"] as [SQL] {
                await #expect(throws: DatabaseError.self) { try await acme.db.execute(change) }
            }
        }
    }
}

@Suite("A role that a business made")
struct DecidingRoles {
    private let registry = try? Registry([garden])

    private func may(_ role: Role, _ decisions: [String: Bool]) -> Set<String> {
        Set((registry?.permissions(of: role, deciding: decisions) ?? []).map(\.name))
    }

    @Test("has what its rung has, but for what it decides")
    func decisions() {
        let rung = may(.staff, [:]), decided = may(.staff, ["garden.beds.edit": false, "garden.beds.export": true, "gone.by.now": true])
        #expect(rung.contains("garden.beds.edit") && !rung.contains("garden.beds.export"))
        #expect(decided == rung.subtracting(["garden.beds.edit"]).union(["garden.beds.export"]))
    }

    @Test("never has what only owners have")
    func owners() {
        let name = AccountPermissions.leaveModules.name
        #expect(!may(.admin, [name: true]).contains(name) && may(.owner, [name: false]).contains(name))
    }

    @Test("is paid for to the day of the month on which it began, whatever months lie between", arguments: [
        ("2026-01-31", "2026-02-28", "month", "2026-03-31"), ("2026-01-31", "2026-03-31", "month", "2026-04-30"),
        ("2026-01-30", "2026-02-28", "month", "2026-03-30"), ("2026-01-15", "2026-02-28", "month", "2026-03-28"),
        ("2024-02-29", "2027-02-28", "year", "2028-02-29"), ("2026-01-28", "2026-02-28", "month", "2026-03-28"),
    ])
    func renewing(began: String, paidTo: String, period: String, then: String) async throws {
        try await TestPlatform.with { platform in
            let end = try await platform.superuser.read(Query<String>.value("""
                select (kontor.period_end(\(paidTo)::text::timestamp at time zone 'utc', \(began)::text::timestamp at time zone 'utc', \(period)) at time zone 'utc')::date::text
                """))
            #expect(end == then)
        }
    }

    @Test("is there from its first moment: without a plan to begin with, there is no business")
    func nothingToBeginWith() async throws {
        try await TestPlatform.with { platform in
            try await platform.arrange("update plans set is_default = false")
            await #expect(throws: DatabaseError.self) { try await platform.register("Acme") }
            let count = try await platform.superuser.read(Query<Int>.value("select count(*) from businesses"))
            #expect(count == 0)
        }
    }
}
