import Platform
import Support
import Testing

@Suite("The operator's lists", .enabled(if: TestPlatform.isPossible))
struct ListingForOperators {
    @Test("show each of 120 businesses once, newest first, forwards and backwards")
    func paging() async throws {
        try await AdminHouse.with { house in
            // Many at the same moment, so that only the id tells which comes first.
            try await house.platform.superuser.write(.execute("""
                insert into businesses (id, name, created_at)
                select gen_random_uuid(), 'Business ' || n, timestamptz '2026-01-01' + (n / 60) * interval '1 day'
                  from generate_series(1, 120) n
                """))
            let newest: [String] = try await house.value(
                "select array_agg(id::text order by created_at desc, id desc) from businesses")
            var browser = try await house.browser(of: .support)
            var pages = [try await browser.get("/businesses").text]
            while let next = link("next", in: pages[pages.count - 1]) { pages.append(try await browser.get(next).text) }
            #expect(pages.map { ids(in: $0).count } == [50, 50, 20])
            #expect(pages.flatMap(ids) == newest)
            #expect(pages[0].contains("120 businesses"))

            var back = pages[2]
            var seen = ids(in: back)
            while let previous = link("prev", in: back) {
                back = try await browser.get(previous).text
                seen = ids(in: back) + seen
            }
            #expect(seen == newest)
        }
    }

    @Test("find businesses by a part of their name, taken literally and whatever its case")
    func search() async throws {
        try await AdminHouse.with { house in
            let names = ["Acme 100%", "acmé_", "back\\slash", "محل الزهور", "Globex"]
            for name in names { _ = try await house.platform.register(name) }
            var browser = try await house.browser(of: .support)
            for (term, expected) in [
                ("ACM", ["Acme 100%", "acmé_"]), ("0%", ["Acme 100%"]), ("É_", ["acmé_"]), ("\\", ["back\\slash"]),
                ("محل", ["محل الزهور"]), ("zzz", []), ("c%1", []), ("b_ck", []), ("\0", names),
            ] {
                let page = try await browser.get("/businesses?q=\(urlEscaped(term))").text
                #expect(names.filter { page.contains("<bdi>\($0)</bdi></a></th>") } == expected)
                #expect(page.contains("Nothing matches") == expected.isEmpty)
            }
        }
    }

    @Test("walk through what was found page by page, keeping search and filter")
    func pagingWhatWasFound() async throws {
        try await AdminHouse.with { house in
            try await house.platform.superuser.write(.execute("""
                insert into users (id, email, name, password_hash, deactivated_at)
                select gen_random_uuid(), 'p' || n || '@example.com', case when n % 2 = 0 then 'Even' else 'Odd' end, '', case when n > 20 then now() end
                  from generate_series(1, 260) n
                """))
            var browser = try await house.browser(of: .support)
            var page = try await browser.get("/people?q=even&status=inactive").text
            #expect(page.contains("120 people"))
            var seen = emails(in: page)
            while let next = link("next", in: page) {
                #expect(next.hasPrefix("/people?q=even&status=inactive&after="))
                page = try await browser.get(next).text
                seen += emails(in: page)
            }
            #expect(seen.count == 120)
            #expect(Set(seen).count == 120)
        }
    }

    @Test("narrow to those that work and those that are shut out")
    func filter() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            _ = try await house.platform.register("Globex")
            var admin = try await house.browser(of: .admin)
            _ = try await admin.post("/businesses/\(acme.business.id)/suspend", ["reason": "Why not"])
            _ = try await admin.post("/people/\(acme.member.user)/deactivate")
            for (path, name) in [("/businesses", "Acme"), ("/people", "Owner of Acme")] {
                let inactive = try await admin.get("\(path)?status=inactive").text, active = try await admin.get("\(path)?status=active").text
                #expect(inactive.contains("<bdi>\(name)</bdi>"))
                #expect(!active.contains("<bdi>\(name)</bdi>"))
                #expect(active.contains("Globex"))
                #expect(!inactive.contains("Globex"))
            }
        }
    }

    @Test("say how many members and rows each business has")
    func counts() async throws {
        try await AdminHouse.with { house in
            let acme = try await house.platform.register("Acme")
            _ = try await house.platform.join(acme.business.id, as: .staff)
            for number in 1...1_234 where number % 617 == 0 {
                try await acme.db.execute("""
                    insert into customers (id, name) select gen_random_uuid(), 'Customer ' || n from generate_series(1, 617) n
                    """)
            }
            var browser = try await house.browser(of: .support)
            let list = try await browser.get("/businesses").text
            #expect(list.contains(">2</"))
            #expect(list.contains(">1,234</"))
            let page = try await browser.get("/businesses/\(acme.business.id)").text
            #expect(page.contains("<dt>Customers</dt><dd>1,234</dd>"))
            #expect(page.contains("<dt>Companies</dt><dd>0</dd>"))
            #expect(page.contains("<dt>Members</dt><dd>2</dd>"))
            #expect(page.contains("Owner of Acme"))
            #expect(!page.contains("Customer 1"))
        }
    }

    @Test("say so while there is nothing yet")
    func empty() async throws {
        try await AdminHouse.with([]) { house in
            var browser = try await house.browser(of: .support)
            #expect(try await browser.get("/businesses").text.contains("No business yet"))
            #expect(try await browser.get("/people").text.contains("Nobody yet"))
            #expect(try await browser.get("/modules").text.contains("No modules"))
        }
    }

    @Test("name the modules with what they keep and allow")
    func modules() async throws {
        try await AdminHouse.with { house in
            var browser = try await house.browser(of: .support)
            let page = try await browser.get("/modules").text
            #expect(page.contains("<code class=\"muted\">crm</code>"))
            #expect(page.contains("Customers and Companies"))
            #expect(page.contains("crm.companies.delete"))
            #expect(page.contains("crm/0002_customers"))
        }
    }

    private func link(_ rel: String, in page: String) -> String? {
        page.matches(of: /href="([^"]*)" rel="([a-z]+)"/).first { $0.2 == rel }.map { String($0.1).replacing("&amp;", with: "&") }
    }

    private func ids(in page: String) -> [String] { page.matches(of: /<a href="\/businesses\/([0-9a-f-]{36})">/).map { String($0.1) } }

    private func emails(in page: String) -> [String] { page.matches(of: /mailto:([^"]*)"/).map { String($0.1) } }
}
