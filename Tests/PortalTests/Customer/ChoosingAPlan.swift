import CRM
import Platform
import Support
import Testing

@testable import Web

@Suite("The page of the plan", .enabled(if: TestPlatform.isPossible))
struct ChoosingAPlan {
    private func withOwner(_ code: String, _ body: (CustomerHouse, Scope, _ cookie: String) async throws -> Void) async throws {
        try await CustomerHouse.with { house in
            try await house.arrange("update plans set is_default = false")
            try await house.arrange("update plans set is_default = true where code = 'free'")
            let owner = try await house.platform.register("Harbour Cycles")
            try await house.arrange(SQL(unchecked: "update subscriptions set plan_id = (select id from plans where code = '\(code)'), ends_at = case '\(code)' when 'free' then null else now() + interval '9 days' end"))
            try await body(house, owner, try await house.cookie(of: owner))
        }
    }

    @Test("shows what is used of what there is, and every plan that is sold, in one round trip")
    func shown() async throws {
        try await withOwner("basic") { house, _, cookie in
            try await house.arrange("update plans set retired_at = now() where code = 'enterprise'")
            let page = try await house.ask(.get, "/settings/plan", cookie: cookie).text
            #expect(page.contains("1 of 25") && page.contains("0 kB of 100 GB") && page.contains("$29.00 a month"))
            for code in ["free", "pro"] { #expect(page.contains("href=\"/settings/plan/\(code)\"")) }
            #expect(!page.contains("/settings/plan/enterprise") && !page.contains("href=\"/settings/plan/basic\""))
            #expect(page.contains("/settings/plan/basic/cancel"))
        }
    }

    @Test("says what a smaller plan would take before it is chosen, and lets it be taken back")
    func downgrade() async throws {
        try await withOwner("pro") { house, owner, cookie in
            for _ in 0..<6 { _ = try await house.platform.join(owner.business.id, as: .staff) }
            try await house.arrange("update plans set features = '{\"*\": true, \"crm\": false}' where code = 'free'")
            let question = try await house.ask(.get, "/settings/plan/free", cookie: cookie).text
            #expect(question.contains("Switched off: CRM") || question.contains("Switched off: Customers"))
            #expect(question.contains("Members: you have 7, and this plan allows 5."))
            #expect(try await house.ask(.post, "/settings/plan/free", cookie: cookie).location == "/settings/plan")
            let page = try await house.ask(.get, "/settings/plan", cookie: cookie).text
            #expect(page.contains("Followed by") && page.contains("Keep Pro") && page.contains("7 used"))
            #expect(try await house.ask(.get, "/crm/customers", cookie: cookie).status == 200)
            _ = try await house.ask(.post, "/settings/plan/pro", cookie: cookie, ["period": "month"])
            let kept = try await house.ask(.get, "/settings/plan", cookie: cookie).text
            #expect(!kept.contains("Followed by"))
        }
    }

    @Test("of a larger plan that is chosen opens at once what the smaller one left out")
    func upgrade() async throws {
        try await withOwner("free") { house, _, cookie in
            try await house.arrange("update plans set features = '{\"*\": true, \"crm\": false}' where code = 'free'")
            let refused = try await house.ask(.get, "/crm/customers", cookie: cookie)
            #expect(refused.status == 403 && refused.text.contains("Your plan, Free, does not include this part."))
            _ = try await house.ask(.post, "/settings/plan/basic", cookie: cookie, ["period": "year"])
            #expect(try await house.ask(.get, "/crm/customers", cookie: cookie).status == 200)
            let page = try await house.ask(.get, "/settings/plan", cookie: cookie).text
            #expect(page.contains("On trial") && page.contains("$290.00 a year"))
        }
    }

    @Test("is asked before it is cancelled, and the plan holds until what is paid is over")
    func cancelling() async throws {
        try await withOwner("pro") { house, _, cookie in
            #expect(try await house.ask(.get, "/settings/plan/pro/cancel", cookie: cookie).text.contains("Cancel Pro?"))
            #expect(try await house.ask(.post, "/settings/plan/basic/cancel", cookie: cookie).status == 404)
            _ = try await house.ask(.post, "/settings/plan/pro/cancel", cookie: cookie)
            #expect(try await house.ask(.get, "/settings/plan", cookie: cookie).text.contains("Cancelled"))
            try await house.arrange("update subscriptions set ends_at = now() - interval '1 second'")
            let page = try await house.ask(.get, "/settings/plan", cookie: cookie).text
            #expect(page.contains("1 of 5") && page.contains("Active"))
            let moved = try await house.platform.app.write(Query<Int>.value("select kontor.renew_subscriptions()"))
            let plan = try await house.value("select p.code || ' ' || s.status from subscriptions s join plans p on p.id = s.plan_id", of: String.self)
            #expect(moved == 1 && plan == "free active")
        }
    }

    @Test("is seen by admins, changed by owners, and neither by others")
    func roles() async throws {
        try await withOwner("pro") { house, owner, _ in
            for (role, seen, changed) in [(Role.staff, 403, 403), (.manager, 403, 403), (.admin, 200, 403)] {
                let cookie = try await house.cookie(of: house.platform.join(owner.business.id, as: role))
                #expect(try await house.ask(.get, "/settings/plan", cookie: cookie).status == seen)
                #expect(try await house.ask(.post, "/settings/plan/free", cookie: cookie).status == changed)
                #expect(try await house.ask(.post, "/settings/plan/pro/cancel", cookie: cookie).status == changed)
            }
        }
    }

    @Test("is where a form leads that the plan has no room for, and nothing that was typed is lost")
    func full() async throws {
        try await withOwner("free") { house, _, cookie in
            try await house.arrange("update plans set limits = '{\"crm.customers\": {\"most\": 1}}' where code = 'free'")
            #expect(try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "Ada", "segment": "lead"]).status == 303)
            let refused = try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "Grace", "segment": "lead"])
            #expect(refused.status == 403 && refused.text.contains("value=\"Grace\"") && refused.text.contains("Customers: your plan allows 1, and they are all taken."))
            let page = try await house.ask(.get, "/settings/plan", cookie: cookie).text
            #expect(page.contains("1 of 1") && page.contains("All used") && page.contains("meter--full"))
        }
    }

    @Test("of a larger plan that is chosen before what was paid is over says until when, and takes nothing")
    func paidAhead() async throws {
        try await withOwner("basic") { house, _, cookie in
            try await house.arrange("update subscriptions set period = 'year', ends_at = '2999-01-15 12:00+00'")
            #expect(try await house.ask(.get, "/settings/plan/pro?period=month", cookie: cookie).text.contains("is not lost: it lasts until Jan 15, 2999."))
            _ = try await house.ask(.post, "/settings/plan/pro", cookie: cookie, ["period": "month"])
            #expect(try await house.value("select p.code || ' ' || s.ends_at::date from subscriptions s join plans p on p.id = s.plan_id", of: String.self) == "pro 2999-01-15")
        }
    }

    @Test("leaves a late payment late, whatever the owner chooses")
    func late() async throws {
        try await withOwner("basic") { house, _, cookie in
            try await house.arrange("update subscriptions set status = 'past_due'")
            for path in ["pro", "basic/cancel", "basic"] { _ = try await house.ask(.post, "/settings/plan/\(path)", cookie: cookie, ["period": "month"]) }
            let now = "select p.code || ' ' || s.status from subscriptions s join plans p on p.id = s.plan_id" as SQL
            #expect(try await house.value(now, of: String.self) == "basic past_due")
            let refused = try await house.ask(.get, "/settings/plan/pro", cookie: cookie)
            #expect(refused.location == "/settings/plan")
            #expect(try await house.value("select next_plan_id is null from subscriptions", of: Bool.self))
        }
    }

    @Test("offers no plan without a price, neither here nor to whoever registers")
    func unpriced() async throws {
        try await withOwner("basic") { house, owner, cookie in
            try await house.arrange("update plans set price_month = null, price_year = null where code = 'enterprise'")
            let page = try await house.ask(.get, "/settings/plan", cookie: cookie).text
            #expect(page.contains("Enterprise") && !page.contains("/settings/plan/enterprise") && page.contains("/settings/plan/pro"))
            _ = try await house.ask(.post, "/settings/plan/enterprise", cookie: cookie)
            #expect(try await house.value("select p.code from subscriptions s join plans p on p.id = s.plan_id", of: String.self) == "basic")
            let form = try await house.ask(.get, "/sign-up").text
            #expect(form.contains("value=\"pro\"") && !form.contains("value=\"enterprise\""))
            let begun = try await house.value("select kontor.begin_subscription(\(owner.business.id), 'enterprise')", of: Bool.self)
            #expect(!begun)
        }
    }

    @Test("shows a limit that nobody ever reaches")
    func huge() async throws {
        try await withOwner("free") { house, _, cookie in
            try await house.arrange("update plans set limits = '{\"members\": {\"most\": 9223372036854775807, \"grace\": 1000}}' where code = 'free'")
            #expect(try await house.ask(.get, "/settings/plan", cookie: cookie).status == 200)
        }
    }
}
