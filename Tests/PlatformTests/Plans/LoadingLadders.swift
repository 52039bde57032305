import FoundationEssentials
import Foundation
import Support
import Testing

@testable import Platform

@Suite("A ladder of plans from a file", .enabled(if: TestPlatform.isPossible))
struct LoadingLadders {
    private func ladder(_ name: String) throws -> Ladder {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Ladders")
        return try Ladder(json: try Data(contentsOf: folder.appending(path: "\(name).json")))
    }

    /// Each plan of the ladder, with a business that has it.
    private func withTiers(_ name: String, _ body: (TestPlatform, _ code: String, Scope) async throws -> Void) async throws {
        let ladder = try ladder(name)
        try await withGarden { platform, scope in
            try await ladder.load(through: platform.owner, retiringOthers: true)
            for plan in ladder.plans {
                try await platform.arrange("update subscriptions set plan_id = (select id from plans where code = \(plan.code)) where business_id = \(scope.business.id)")
                try await platform.arrange("delete from usage where business_id = \(scope.business.id) and per <> 'ever'")
                let tenant = try await platform.seats.scope(of: scope.member.id, in: scope.business.id)
                try await body(platform, plan.code, try #require(tenant))
            }
        }
    }

    @Test("with features alone gives each plan its own and nothing else")
    func features() async throws {
        try await withTiers("ladder1") { _, code, scope in
            let has = ["crm", "ai.insight", "ai.prediction", "hr"].filter { scope.business.has(Feature($0)) }
            #expect(has == (code == "basic" ? ["crm", "ai.insight"] : ["crm", "ai.insight", "ai.prediction"]))
        }
    }

    @Test("of limits by the day is enforced to the last one, with its retention and what else it names")
    func byTheDay() async throws {
        let expected: [String: (models: Int, predictions: Int, days: Int, workflows: Int, full: Bool)] = [
            "trial": (2, 100, 30, 0, false), "basic": (5, 500, 90, 3, true), "premium": (15, 2_000, 365, 10, true), "enterprise": (50, 10_000, 1_095, 25, true),
        ]
        try await withTiers("ladder2") { _, code, scope in
            let tier = try #require(expected[code]), has = scope.business.entitlement
            #expect(has.limits["ai.models"] == LimitTerms(most: tier.models) && has.limits["workflows"] == LimitTerms(most: tier.workflows))
            #expect(has.retentionDays == tier.days && scope.business.has(Feature("ai.anomaly.full")) == tier.full)
            #expect(scope.business.has(Feature("ai.algorithms.custom")) == has.flags.contains("custom_algorithms"))
            let predictions = Limit("ai.predictions")
            try await scope.reserve(predictions, tier.predictions - 1)
            try await scope.reserve(predictions)
            await #expect(throws: LimitReached(name: "ai.predictions", most: tier.predictions, per: .day)) { try await scope.reserve(predictions) }
        }
    }

    @Test("blocks at its limits, and lets go where it has none")
    func blocking() async throws {
        try await withTiers("ladder3") { _, code, scope in
            guard let terms = scope.business.entitlement.limits["api.calls"] ?? nil else {
                #expect(code == "enterprise")
                return try await scope.reserve(.calls, 1_000_000)
            }
            try await scope.reserve(.calls, terms.most)
            await #expect(throws: LimitReached.self) { try await scope.reserve(.calls) }
        }
    }

    @Test("of members and bytes refuses the first one too many")
    func shipped() async throws {
        try await withTiers("ladder4") { platform, code, scope in
            let most = ["free": 5, "basic": 25][code]
            let room = (most ?? 30) - (try await scope.db.value("select used from usage where name = 'members'", of: Int.self))
            for _ in 0..<room { _ = try await platform.join(scope.business.id, as: .viewer) }
            if most != nil { await #expect(throws: DatabaseError.self) { try await platform.join(scope.business.id, as: .viewer) } }
            let bytes = ["free": 5 << 30, "basic": 100 << 30][code] ?? 1 << 40
            #expect(scope.business.entitlement.limits["storage"] == LimitTerms(most: bytes))
            let file = { (size: Int) -> SQL in "insert into files (business_id, id, name, size) values (\(scope.business.id), gen_random_uuid(), 'x', \(size))" }
            try await platform.arrange(file(bytes))
            await #expect(throws: DatabaseError.self) { try await platform.arrange(file(1)) }
            try await platform.arrange("delete from files where business_id = \(scope.business.id)")
            try await scope.reserve(Limit("ai.queries"), ["free": 100, "basic": 1_000][code] ?? 10_000)
            await #expect(throws: LimitReached.self) { try await scope.reserve(Limit("ai.queries")) }
        }
    }

    @Test("is refused with the plan and what to mend", arguments: [
        ("[]", "is of another kind"), ("{", "no JSON"), ("{\"plans\": []}", "no plan"), ("{\"plans\": {}}", "of another kind"),
        ("{\"plans\": [], \"plan\": []}", "The file, plan: there is no such thing"), ("{\"plans\": [{\"code\": \"x\"}]}", "plan 1: \"name\" is missing"),
        ("{\"plans\": [{\"code\": \"X y\", \"name\": \"x\"}]}", "lower-case"),
        ("{\"plans\": [{\"code\": \"x\", \"name\": \"x\"}, {\"code\": \"x\", \"name\": \"y\"}]}", "same code"),
    ])
    func mistakes(json: String, said: String) throws { try refuse(json, said) }

    @Test("is refused with the place where a plan in it is wrong, as its form would be", arguments: [
        ("\"price_month\": -1", "plan 1, price_month: write a whole number"), ("\"price_month\": 12.5", "plan 1, price_month"), ("\"price_year\": \"9\"", "plan 1, price_year"),
        ("\"price_mnth\": 900", "plan 1, price_mnth: there is no such thing"), ("\"summary\": \"\(String(repeating: "a", count: 301))\"", "plan 1, summary: write a text of 300"),
        ("\"flags\": [\"A b\"]", "plan 1, flags"), ("\"flags\": [null]", "plan 1, flags"), ("\"features\": {\"crm\": null}", "plan 1, features: \"crm\" must be true or false"),
        ("\"features\": {\" \": true}", "plan 1, features: a name has"), ("\"trial_days\": 400", "plan 1, trial_days"), ("\"retention_days\": 0", "plan 1, retention_days"),
        ("\"support\": \"fax\"", "write one of email, priority"), ("\"currency\": \"GOLD\"", "plan 1, currency"), ("\"default\": 1", "plan 1, default: write true or false"),
        ("\"default\": true, \"price_month\": 5", "cannot have a price"),
        ("\"limits\": {\"members\": {\"most\": -1}}", "plan 1, limits, members, most"), ("\"limits\": {\"members\": {}}", "plan 1, limits, members: \"most\" is missing"),
        ("\"limits\": {\"members\": {\"most\": 9223372036854775807}}", "from 0 to 1125899906842624"), ("\"limits\": {\"members\": 5}", "of another kind"),
        ("\"limits\": {\"members\": {\"most\": 1, \"grace\": 1001}}", "plan 1, limits, members, grace"), ("\"limits\": {\"members\": {\"most\": 1, \"per\": \"day\"}}", "has no \"per\""),
        ("\"limits\": {\"api.calls\": {\"most\": 1}}", "needs a \"per\""), ("\"limits\": {\"api.calls\": {\"most\": 1, \"per\": \"year\"}}", "limits, api.calls, per"),
    ])
    func wrong(part: String, said: String) throws { try refuse("{\"plans\": [{\"code\": \"x\", \"name\": \"x\", \(part)}]}", said) }

    private func refuse(_ json: String, _ said: String) throws {
        let mistake = try #require(throws: Ladder.Mistake.self) { _ = try Ladder(json: Data(json.utf8)) }
        #expect(mistake.description.contains(said), "\(mistake)")
    }

    @Test("says what nothing installed goes by, and what nobody can choose")
    func strangers() async throws {
        try await withGarden { platform, _ in
            let json = """
                {"plans": [{"code": "x", "name": " x ", "default": null, "features": {"*": true, "garden": true, "gardn": false},
                            "limits": {"member": {"most": 1}, "garden.beds": {"most": 1}, "storage": null}}]}
                """
            let ladder = try Ladder(json: Data(json.utf8)), said = try ladder.check(against: platform.registry)
            #expect(ladder.plans.map(\.name) == ["x"])
            #expect(said == ["x: nothing installed has the feature \"gardn\".", "x: it has no price, so nobody can choose it; operators can give it.", "x: nothing installed counts \"member\"."])
        }
    }

    @Test("gives new businesses nothing that has a price, also where the plan was theirs before")
    func pricedDefault() async throws {
        try await withGarden { platform, _ in
            let ladder = try Ladder(json: Data("{\"plans\": [{\"code\": \"enterprise\", \"name\": \"Big\", \"price_month\": 5}]}".utf8))
            await #expect(throws: Ladder.Mistake.self) { try await ladder.load(through: platform.owner) }
            let name = try await platform.superuser.read(Query<String>.value("select plan_name from plans where is_default"))
            #expect(name == "Enterprise")
        }
    }

    @Test("leaves everything as it is where no plan would be left to begin with")
    func noDefault() async throws {
        try await withGarden { platform, _ in
            let ladder = try Ladder(json: Data("{\"plans\": [{\"code\": \"only\", \"name\": \"Only\"}]}".utf8))
            await #expect(throws: Ladder.Mistake.self) { try await ladder.load(through: platform.owner, retiringOthers: true) }
            let sold = try await platform.superuser.read(Query<Int>.value("select count(*) from plans where retired_at is null"))
            #expect(sold == 4)
        }
    }
}
