import Platform
import Support
import Testing

@Suite("Keeping plans", .enabled(if: TestPlatform.isPossible))
struct KeepingPlans {
    private static let about: KeyValuePairs<String, String> = [
        "name": "Team", "summary": "For a team.", "currency": "EUR", "monthly": "12.50", "yearly": "", "trial_days": "7", "support": "priority",
        "flags": "on_premise, custom_ai", "retention_days": "90", "feature.crm": "off", "feature.api": "true", "feature.*": "true",
        "limit.members.most": "3", "limit.members.grace": "50", "limit.storage.most": "1.5", "limit.api.calls.most": "1,000",
        "limit.api.calls.per": "day", "limit.crm.customers.most": "2",
    ]

    private func fields(_ more: KeyValuePairs<String, String>, without: Set<String> = []) -> [(String, String)] {
        Self.about.filter { field in !without.contains(field.key) && !more.contains { $0.key == field.key } }.map { ($0.key, $0.value) }
            + more.map { ($0.key, $0.value) }
    }

    private func stored(_ house: AdminHouse, _ code: String = "team") async throws -> Plan {
        let plan = try await house.platform.superuser.read(.first("select \(Plan.columns) from plans p where p.code = \(code)", as: Plan.init(row:)))
        return try #require(plan)
    }

    @Test("lists them in order, with who has them")
    func list() async throws {
        try await AdminHouse.with { house in
            _ = try await house.platform.register("Acme")
            var support = try await house.browser(of: .support)
            let page = try await support.get("/plans").text
            let order = try ["Free", "Basic", "Pro", "Enterprise"].map { try #require(page.firstRange(of: "<bdi>\($0)</bdi>")?.lowerBound) }
            #expect(order == order.sorted())
            for said in ["$29.00 a month", "14 days", "1 active", "For new businesses", "Most popular"] { #expect(page.contains(said), "\(said)") }
            #expect(!page.contains("<form method=\"post\" action=\"/plans") && !page.contains("/edit\""), "support reads only")
        }
    }

    @Test("stores every column of a new one")
    func create() async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin)
            let answer = try await admin.post("/plans/new", fields: fields(["code": "team"]))
            #expect(answer.location == "/plans", "\(answer.text)")
            let plan = try await stored(house)
            #expect(plan.name == "Team" && plan.summary == "For a team." && plan.currency == .eur && plan.monthly == 1_250 && plan.yearly == nil)
            #expect(plan.trialDays == 7 && plan.support == .priority && plan.flags == ["on_premise", "custom_ai"] && plan.retentionDays == 90)
            #expect(plan.features == ["crm": false, "*": true])
            #expect(plan.limits == [
                "members": LimitTerms(most: 3, grace: 50), "storage": LimitTerms(most: 1_610_612_736),
                "api.calls": LimitTerms(most: 1_000, per: .day), "crm.customers": LimitTerms(most: 2),
            ])
            #expect(plan.position == 5 && !plan.isDefault && !plan.isPopular)
            #expect(try await house.value("select string_agg(action, ',') from operator_actions") == "plan.created")
            let again = try await admin.post("/plans/new", fields: fields(["code": "team"]))
            #expect(again.status == 422 && again.text.contains("Another plan has this code"))
        }
    }

    @Test("takes what its own form shows, and changes nothing by it")
    func roundTrip() async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin)
            for code in ["free", "basic", "enterprise"] {
                let before = try await stored(house, code)
                let answer = try await admin.post("/plans/\(before.id)/edit", fields: form(try await admin.get("/plans/\(before.id)/edit").text))
                #expect(answer.location == "/plans")
                let after = try await stored(house, code)
                #expect(after.limits == before.limits && after.monthly == before.monthly && after.flags == before.flags)
                #expect(after.features["ai.prediction"] == before.features["ai.prediction"], "of a module that is not installed")
            }
        }
    }

    @Test("says what is wrong, field by field, and stores nothing", arguments: [
        ("code", "Team!"), ("name", ""), ("monthly", "dear"), ("yearly", "-1"), ("trial_days", "400"), ("retention_days", "0"),
        ("flags", "On Premise!"), ("limit.members.most", "many"), ("limit.storage.most", "-5"), ("limit.members.grace", "x"),
        ("limit.members.most", "1152921504606846976"), ("limit.storage.most", "2000000"), ("limit.members.grace", "1001"), ("limit.api.calls.per", ""),
    ])
    func mistakes(field: String, typed: String) async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin)
            let answer = try await admin.post("/plans/new", fields: fields(["code": "team"]).map { $0.0 == field ? (field, typed) : $0 })
            #expect(answer.status == 422)
            #expect(answer.text.contains("id=\"field-\(field)-error\"") && answer.text.contains("One field needs another look"))
            #expect(try await house.value("select count(*) from plans") == 4)
        }
    }

    @Test("says whom a change affects before it is made, and what they lose")
    func effects() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme <1>")
            _ = try await house.platform.register("Globex")
            for _ in 0..<3 { _ = try await house.platform.join(acme.business.id, as: .staff) }
            let free = try await stored(house, "free")
            var admin = try await house.browser(of: .admin)
            let typed = form(try await admin.get("/plans/\(free.id)/edit").text).map {
                $0.0 == "limit.members.most" ? ($0.0, "3") : $0.0 == "feature.crm" ? ($0.0, "off") : $0
            }
            let question = try await admin.post("/plans/\(free.id)/edit", fields: typed)
            #expect(question.status == 200)
            for said in ["2 businesses have this plan", "href=\"/businesses/\(acme.business.id)\"", "They lose: ", "1 of them have more than 3 (Acme &lt;1&gt;)"] {
                #expect(question.text.contains(said), "\(said)")
            }
            #expect(try await stored(house, "free").limits["members"] == LimitTerms(most: 5), "not yet")
            let sure = try await admin.post("/plans/\(free.id)/edit", fields: form(question.text))
            #expect(sure.location == "/plans")
            let after = try await stored(house, "free")
            #expect(after.limits["members"] == LimitTerms(most: 3) && after.features["crm"] == false)
            let seen = try await house.platform.seats.scope(of: acme.member.id, in: acme.business.id)
            #expect(seen?.business.entitlement.limits["members"] == LimitTerms(most: 3))
        }
    }

    @Test("asks which holds where two operators changed the same, and keeps both where they did not")
    func conflict() async throws {
        try await AdminHouse.with { house in
            let pro = try await stored(house, "pro")
            var ada = try await house.browser(of: .admin), grace = try await house.browser(of: .admin, named: "Grace")
            func opened(_ browser: inout AdminBrowser, _ field: String, _ value: String) async throws -> [(String, String)] {
                form(try await browser.get("/plans/\(pro.id)/edit").text).map { $0.0 == field ? (field, value) : $0 }
            }
            let first = try await opened(&ada, "name", "Professional"), other = try await opened(&grace, "monthly", "89")
            let same = try await opened(&grace, "name", "Profi")
            #expect(try await ada.post("/plans/\(pro.id)/edit", fields: first).location == "/plans")
            #expect(try await grace.post("/plans/\(pro.id)/edit", fields: other).location == "/plans")
            let merged = try await stored(house, "pro")
            #expect(merged.name == "Professional" && merged.monthly == 8_900)
            let asked = try await grace.post("/plans/\(pro.id)/edit", fields: same)
            #expect(asked.status == 409 && asked.text.contains("Professional") && asked.text.contains("Profi"))
            #expect(try await stored(house, "pro").name == "Professional")
        }
    }

    @Test("moves, marks, retires and deletes them, but never the default, nor one that somebody has or had")
    func order() async throws {
        try await AdminHouse.with { house in
            _ = try await house.platform.register("Acme")
            var admin = try await house.browser(of: .admin)
            let free = try await stored(house, "free"), basic = try await stored(house, "basic"), pro = try await stored(house, "pro")
            _ = try await admin.post("/plans/\(pro.id)/move", ["way": "up"])
            #expect(try await codes(house) == "free,pro,basic,enterprise")
            _ = try await admin.post("/plans/\(pro.id)/move", ["way": "down"])
            #expect(try await codes(house) == "free,basic,pro,enterprise")
            _ = try await admin.post("/plans/\(basic.id)/popular")
            #expect(try await house.value("select string_agg(code, ',') from plans where is_popular") == "basic")
            _ = try await admin.post("/plans/\(free.id)/retire")
            #expect(try await house.value("select count(*) from plans where retired_at is not null") == 0)
            _ = try await admin.post("/plans/\(basic.id)/default")
            #expect(try await house.value("select string_agg(code, ',') from plans where is_default") == "free", "nobody has chosen to pay")
            try await house.arrange("update plans set price_month = 0, price_year = null where code = 'basic'")
            _ = try await admin.post("/plans/\(basic.id)/default")
            #expect(try await house.value("select string_agg(code, ',') from plans where is_default") == "basic")
            #expect(try await admin.get("/plans/\(free.id)/retire").text.contains("1 business has this plan"))
            _ = try await admin.post("/plans/\(free.id)/retire")
            _ = try await admin.post("/plans/\(free.id)/default")
            #expect(try await house.value("select string_agg(code, ',') from plans where is_default") == "basic", "a retired one cannot be")
            _ = try await admin.post("/plans/\(free.id)/offer")
            _ = try await admin.post("/plans/\(free.id)/delete")
            _ = try await admin.post("/plans/\(basic.id)/delete")
            _ = try await admin.post("/plans/\(pro.id)/delete")
            #expect(try await codes(house) == "free,basic,enterprise")
            #expect(try await house.value("select count(*) from operator_actions where action in ('plan.retired', 'plan.offered', 'plan.deleted')") == 3)
        }
    }

    @Test("gives new businesses a plan at every moment, also where somebody retires the one that is to be theirs")
    func race() async throws {
        try await AdminHouse.with { house in
            let admin = try await house.browser(of: .admin), basic = try await stored(house, "basic")
            try await house.arrange("update plans set price_month = 0, price_year = 0 where code = 'basic'")
            let making = try await house.platform.superuser.transaction { retiring in
                try await retiring.run(.execute("update plans set retired_at = now() where code = 'basic'"))
                let making = Task { () async throws -> Int in
                    var admin = admin
                    return try await admin.post("/plans/\(basic.id)/default").status
                }
                let waiting: SQL = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
                while try await house.value(waiting, of: Int.self) == 0 { try await Task.sleep(for: .milliseconds(20)) }
                return making
            }
            #expect(try await making.value == 303)
            #expect(try await house.value("select string_agg(code, ',') from plans where is_default") == "free")
            _ = try await house.platform.register("Acme")
        }
    }

    @Test("asks nothing for what new businesses get")
    func defaultIsFree() async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin)
            let free = try await stored(house, "free"), typed = form(try await admin.get("/plans/\(free.id)/edit").text)
            for field in ["monthly", "yearly"] {
                let answer = try await admin.post("/plans/\(free.id)/edit", fields: typed.map { $0.0 == field ? (field, "5") : $0 })
                #expect(answer.status == 422 && answer.text.contains("id=\"field-\(field)-error\""))
            }
            let page = try await admin.get("/plans").text
            #expect(!page.contains("/default\""), "all others have a price")
        }
    }

    @Test("sets them side by side")
    func compare() async throws {
        try await AdminHouse.with { house in
            var support = try await house.browser(of: .support)
            let page = try await support.get("/plans/compare").text
            for said in ["without limit", "Included", "$99.00"] { #expect(page.contains(said), "\(said)") }
        }
    }

    private func codes(_ house: AdminHouse) async throws -> String { try await house.value("select string_agg(code, ',' order by position) from plans") }
}

/// What a browser would send of a page's form: of a box that is not checked, nothing.
func form(_ page: String) -> [(String, String)] {
    let main = page.firstRange(of: "<main").map { String(page[$0.lowerBound...]) } ?? page
    var fields: [(String, String)] = []
    for tag in main.matches(of: /<input ([^>]*)>|<textarea [^>]*name="([^"]*)"[^>]*>\n([^<]*)<|<select [^>]*name="([^"]*)"[^>]*>(.*?)<\/select>/.dotMatchesNewlines()) {
        if let attributes = tag.1 {
            guard let name = attributes.firstMatch(of: /name="([^"]*)"/)?.1 else { continue }
            if attributes.contains("type=\"checkbox\"") || attributes.contains("type=\"radio\""), !attributes.contains(" checked") { continue }
            fields.append((String(name), plain(attributes.firstMatch(of: /value="([^"]*)"/)?.1 ?? "")))
        } else if let name = tag.2 {
            fields.append((String(name), plain(tag.3 ?? "")))
        } else if let name = tag.4, let options = tag.5 {
            fields.append((String(name), plain(options.firstMatch(of: /value="([^"]*)" selected/)?.1 ?? "")))
        }
    }
    return fields
}

private func plain(_ text: Substring) -> String {
    String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing("&#39;", with: "'").replacing("&amp;", with: "&")
}
