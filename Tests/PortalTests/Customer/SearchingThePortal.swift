import HTTPTypes
import Platform
import Support
import Testing

@Suite("The search of the portal", .enabled(if: TestPlatform.isPossible))
struct SearchingThePortal {
    @Test("stands on every page, and leads to what was found in each kind, as links", arguments: [(Language.en, "ltr", "Show all in Boats"), (.ar, "rtl", "Boats")])
    func found(language: Language, direction: String, all: String) async throws {
        try await CustomerHouse.with([harbour], texts: harbourTexts) { house in
            let scope = try await house.platform.register("Acme", language: language)
            var boat = Boat()
            (boat.name, boat.email) = ("<Ada> II", EmailAddress("skipper@example.com"))
            try await Records(Boat.self, in: scope).create(boat)
            var berth = Berth()
            berth.name = "Ada's berth"
            try await Records(Berth.self, in: scope).create(berth)
            let cookie = try await house.cookie(of: scope)
            for path in ["/home", "/harbour/boats", "/settings", "/search"] {
                #expect(try await house.ask(.get, path, cookie: cookie).text.contains("action=\"/search\" role=\"search\""), "\(path)")
            }
            let answer = try await house.ask(.get, "/search?q=ada", cookie: cookie)
            #expect(answer.status == 200)
            for piece in [
                "dir=\"\(direction)\"", "value=\"ada\"", "href=\"/harbour/boats/\(boat.id)\"><bdi>&lt;Ada&gt; II</bdi>",
                "href=\"/harbour/berths/\(berth.id)\"><bdi>Ada&#39;s berth</bdi>", "href=\"/harbour/boats?q=ada&amp;view=all\"", all,
            ] { #expect(answer.text.contains(piece), "\(piece)") }
            #expect(try await house.ask(.get, "/search?q=skipper", cookie: cookie).text.contains("<small><bdi>skipper@example.com</bdi></small>"))
        }
    }

    @Test("says what to do without a term, with none found, and with one too long", arguments: [
        ("", "Type a name"), ("?q=+%00+", "Type a name"), ("?q=nobody%3Cb%3E", "Nothing holds “nobody&lt;b&gt;”"),
        ("?q=" + String(repeating: "x", count: 201), "200 is the most"),
    ])
    func nothing(query: String, told: String) async throws {
        try await CustomerHouse.with { house in
            let cookie = try await house.cookie(of: try await house.platform.register("Acme"))
            let answer = try await house.ask(.get, "/search\(query)", cookie: cookie)
            #expect(answer.status == 200 && answer.text.contains(told))
        }
    }
}
