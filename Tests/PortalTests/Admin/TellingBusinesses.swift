import Platform
import Support
import Testing

@Suite("Telling businesses something", .enabled(if: TestPlatform.isPossible))
struct TellingBusinesses {
    private static let told: KeyValuePairs<String, String> = [
        "text.en": "We move on Sunday <early>.", "text.es": "Nos mudamos el domingo.", "kind": "warning", "from": "", "until": "2999-12-31",
    ]

    @Test("is stored, listed and taken back by admins, and read by support")
    func telling() async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin), support = try await house.browser(of: .support)
            #expect(try await support.get("/announcements").text.contains("Nothing is told"))
            #expect(try await admin.post("/announcements", Self.told).location == "/announcements")
            let page = try await support.get("/announcements").text
            #expect(page.contains("We move on Sunday &lt;early&gt;.") && page.contains("Every business") && !page.contains("/remove\""))
            let id: String = try await house.value("select id::text from announcements")
            #expect(try await support.post("/announcements/\(id)/remove").status == 403)
            _ = try await admin.post("/announcements/\(id)/remove")
            #expect(try await house.value("select count(*) from announcements") == 0)
            #expect(try await house.value("select string_agg(action, ',' order by created_at) from operator_actions") == "announcement.told,announcement.removed")
        }
    }

    @Test("is not told to everybody where it was meant for a plan that is no more")
    func planGone() async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin)
            let fields = Self.told.map { ($0.key, $0.value) } + [("plans", "gone")]
            let answer = try await admin.post("/announcements", fields: fields)
            #expect(answer.status == 422 && answer.text.contains("One of these plans is no more."))
            #expect(try await house.value("select count(*) from announcements") == 0)
            _ = try await admin.post("/announcements", fields: fields.map { $0.0 == "plans" ? ($0.0, "basic") : $0 })
            try await house.arrange("delete from plans where code = 'basic'")
            let page = try await admin.get("/announcements").text
            #expect(page.contains("basic") && !page.contains("Every business<"))
        }
    }

    @Test("needs words and a day that has not passed", arguments: [("text.en", "", "text.en"), ("until", "", "until"), ("until", "2020-01-01", "until")])
    func mistakes(field: String, typed: String, wrong: String) async throws {
        try await AdminHouse.with { house in
            var admin = try await house.browser(of: .admin)
            let fields = Self.told.filter { $0.key != "text.es" }.map { $0.key == field ? (field, typed) : ($0.key, $0.value) }
            let answer = try await admin.post("/announcements", fields: fields)
            #expect(answer.status == 422 && answer.text.contains("id=\"field-\(wrong)-error\""))
            #expect(try await house.value("select count(*) from announcements") == 0)
        }
    }
}

@Suite("What members are told", .enabled(if: TestPlatform.isPossible))
struct BeingTold {
    private func tell(_ house: CustomerHouse, _ words: String, plans: String = "null", ends: String = "1 day") async throws {
        try await house.platform.superuser.write(.execute(SQL(unchecked: """
            insert into announcements (id, kind, texts, plans, starts_at, ends_at)
            values (gen_random_uuid(), 'info', '{"en": "\(words)", "es": "En español"}', \(plans), now() - interval '1 hour', now() + interval '\(ends)')
            """)))
        try await house.announcements.read()
    }

    @Test("is on their pages until they dismiss it, each for themselves")
    func dismissing() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme"), colleague = try await house.platform.join(owner.business.id, as: .viewer, language: .es)
            let hers = try await house.cookie(of: owner), his = try await house.cookie(of: colleague)
            try await tell(house, "We move on Sunday.")
            let page = try await house.ask(.get, "/crm/customers", cookie: hers).text
            #expect(page.contains("We move on Sunday."))
            #expect(try await house.ask(.get, "/home", cookie: his).text.contains("En español"))
            let path = String(try #require(page.firstMatch(of: /action="(\/announcements\/[^"]*)"/)?.1)).replacing("&amp;", with: "&")
            let answer = try await house.ask(.post, path, cookie: hers)
            #expect(answer.status == 303 && answer.location == "/crm/customers")
            #expect(try await !house.ask(.get, "/crm/customers", cookie: hers).text.contains("We move on Sunday."))
            try await house.announcements.read()
            #expect(try await !house.ask(.get, "/crm/customers", cookie: hers).text.contains("We move on Sunday."), "also on another node")
            #expect(try await house.ask(.get, "/home", cookie: his).text.contains("En español"))
        }
    }

    @Test("is for businesses with certain plans, and no longer than it lasts")
    func narrowing() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme")
            let cookie = try await house.cookie(of: owner)
            try await tell(house, "Of their plan.", plans: "'{\(owner.business.entitlement.plan)}'")
            try await tell(house, "Of another plan.", plans: "'{basic}'")
            try await tell(house, "It is over.", ends: "-1 minute")
            let page = try await house.ask(.get, "/home", cookie: cookie).text
            #expect(page.contains("Of their plan.") && !page.contains("Of another plan.") && !page.contains("It is over."))
        }
    }

    @Test("is heard by every node at once")
    func heard() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme")
            let listening = Task { try await house.announcements.run() }
            defer { listening.cancel() }
            try await Task.sleep(for: .milliseconds(300))
            try await house.platform.superuser.write(.execute("""
                insert into announcements (id, kind, texts, starts_at, ends_at)
                values (gen_random_uuid(), 'info', '{"en": "Now"}', now() - interval '1 hour', now() + interval '1 day')
                """))
            for _ in 0..<100 where house.announcements.told(to: owner).isEmpty { try await Task.sleep(for: .milliseconds(50)) }
            #expect(house.announcements.told(to: owner).count == 1)
        }
    }
}
