import Platform
import Support
import Testing

@Suite("Deciding for one business", .enabled(if: TestPlatform.isPossible))
struct DecidingForABusiness {
    private func entitlement(_ house: AdminHouse, _ scope: Scope) async throws -> Entitlement {
        let seen = try await house.platform.seats.scope(of: scope.member.id, in: scope.business.id)
        return try #require(seen).business.entitlement
    }

    @Test("gives another plan at once, which its own history tells")
    func give() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex")
            var admin = try await house.browser(of: .admin, named: "Grace")
            let path = "/businesses/\(acme.business.id)/plan"
            let answer = try await admin.post("\(path)/give", [
                "version": "1", "give.plan": "pro", "give.period": "year", "give.when": "now", "give.reason": "A partner",
            ])
            #expect(answer.location == path, "\(answer.text)")
            let (hers, his) = (try await entitlement(house, acme).plan, try await entitlement(house, globex).plan)
            #expect(hers == "pro" && his == "free")
            #expect(try await house.value("select ends_at > now() + interval '364 days' from subscriptions where business_id = \(acme.business.id)"))
            let page = try await admin.get(path).text
            for said in ["Pro given by the platform", "A partner", "Grace", "$990.00 a year"] { #expect(page.contains(said), "\(said)") }
            let told = try await acme.db.value("select string_agg(what, ',') from subscription_changes", of: String.self)
            #expect(told == "given")
            let stale = try await admin.post("\(path)/give", [
                "version": "1", "give.plan": "basic", "give.period": "month", "give.when": "now", "give.reason": "Late",
            ])
            #expect(stale.location == path)
            #expect(try await entitlement(house, acme).plan == "pro", "what was looked at is not there any more")
        }
    }

    @Test("lets another plan follow when the present one ends, lengthens a trial, and marks what is late")
    func later() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            var admin = try await house.browser(of: .admin)
            let path = "/businesses/\(acme.business.id)/plan"
            try await house.arrange("update subscriptions set status = 'trialing', ends_at = now() + interval '2 days'")
            _ = try await admin.post("\(path)/give", [
                "version": "1", "give.plan": "basic", "give.period": "month", "give.when": "end", "give.reason": "Agreed",
            ])
            _ = try await admin.post("\(path)/trial", ["version": "2", "trial.days": "10", "trial.reason": "Ill"])
            #expect(try await house.value("""
                select s.status = 'trialing' and n.code = 'basic' and s.ends_at > now() + interval '11 days'
                  from subscriptions s join plans n on n.id = s.next_plan_id
                """))
            try await house.arrange("update subscriptions set status = 'active'")
            _ = try await admin.post("\(path)/late", ["version": "3", "late.reason": "No money came"])
            #expect(try await entitlement(house, acme).status == .pastDue)
            _ = try await admin.post("\(path)/paid", ["version": "4", "paid.reason": "It came"])
            #expect(try await entitlement(house, acme).status == .active)
            #expect(try await house.value("select string_agg(action || ': ' || reason, ', ' order by created_at) from operator_actions") == """
                subscription.given: Agreed, subscription.trial_extended: Ill, subscription.past_due: No money came, subscription.active: It came
                """)
        }
    }

    @Test("raises a limit and takes a feature away, for it alone, until it is removed")
    func overrides() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex")
            var admin = try await house.browser(of: .admin, named: "Grace")
            let path = "/businesses/\(acme.business.id)/plan"
            for most in ["50", "60"] {
                let answer = try await admin.post("\(path)/limit", [
                    "limit.limit": "members", "limit.most": most, "limit.reason": "Merger", "limit.until": "2999-12-31",
                ])
                #expect(answer.location == path, "\(answer.text)")
            }
            _ = try await admin.post("\(path)/limit", ["limit.limit": "storage", "limit.most": "", "limit.reason": "Films"])
            _ = try await admin.post("\(path)/feature", ["feature.feature": "crm", "feature.state": "off", "feature.reason": "Abuse"])
            let hers = try await entitlement(house, acme)
            #expect(hers.limits["members"] == LimitTerms(most: 60) && hers.limits["storage"] == .some(nil) && hers.features["crm"] == false)
            #expect(try await entitlement(house, globex).limits["members"] == LimitTerms(most: 5))
            let page = try await admin.get(path).text
            for said in ["Merger (Grace), until", "Films (Grace), for good", "Plan Free", "Abuse"] { #expect(page.contains(said), "\(said)") }
            let id = try await house.value("select id::text from overrides where name = 'members'") as String
            _ = try await admin.post("/businesses/\(globex.business.id)/overrides/\(id)/remove")
            #expect(try await entitlement(house, acme).limits["members"] == LimitTerms(most: 60), "of another business")
            _ = try await admin.post("/businesses/\(acme.business.id)/overrides/\(id)/remove")
            #expect(try await entitlement(house, acme).limits["members"] == LimitTerms(most: 5))
        }
    }

    @Test("says what is wrong with a decision, and takes none", arguments: [
        ("give", ["version": "1", "give.plan": "gone", "give.period": "month", "give.reason": "x"], "give.plan"),
        ("give", ["version": "1", "give.plan": "pro", "give.period": "week", "give.reason": "x"], "give.period"),
        ("give", ["version": "1", "give.plan": "pro", "give.period": "month", "give.reason": " "], "give.reason"),
        ("feature", ["feature.feature": "nothing", "feature.reason": "x"], "feature.feature"),
        ("limit", ["limit.limit": "members", "limit.most": "many", "limit.reason": "x"], "limit.most"),
        ("limit", ["limit.limit": "members", "limit.most": "7", "limit.reason": "x", "limit.until": "2020-01-01"], "limit.until"),
        ("limit", ["limit.limit": "members", "limit.most": "9223372036854775807", "limit.reason": "x"], "limit.most"),
        ("limit", ["limit.limit": "api.calls", "limit.most": "7", "limit.per": "", "limit.reason": "x"], "limit.per"),
    ])
    func mistakes(form: String, typed: [String: String], field: String) async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            var admin = try await house.browser(of: .admin)
            let answer = try await admin.post("/businesses/\(acme.business.id)/plan/\(form)", fields: typed.map { ($0.key, $0.value) })
            #expect(answer.status == 422 && answer.text.contains("id=\"field-\(field)-error\""))
            #expect(try await house.value("select count(*) from operator_actions") == 0)
            #expect(try await house.value("select count(*) from overrides") == 0)
        }
    }

    @Test("is for admins; support sees what holds and why")
    func support() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            var support = try await house.browser(of: .support)
            let page = try await support.get("/businesses/\(acme.business.id)/plan").text
            #expect(page.contains("Plan Free") && page.contains("1 of 5") && !page.contains("<form class=\"form__section\""))
            #expect(try await support.post("/businesses/\(acme.business.id)/plan/give").status == 403)
            #expect(try await support.get("/businesses/\(acme.business.id)").text.contains("/businesses/\(acme.business.id)/plan"))
        }
    }
}
