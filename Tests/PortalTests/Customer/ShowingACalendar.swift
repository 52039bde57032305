import FoundationEssentials
import Platform
import Support
import Testing

@Suite("The page of a calendar", .enabled(if: TestPlatform.isPossible))
struct ShowingACalendar {
    @Test("is a table whose columns are named, with a link for each record, in both directions of reading", arguments: [
        (Language.en, "ltr", "Sunday"), (.ar, "rtl", "الاثنين"),
    ])
    func table(language: Language, direction: String, first: String) async throws {
        try await CustomerHouse.with([harbour], texts: harbourTexts) { house in
            let scope = try await house.platform.register("Acme", language: language)
            var boat = Boat()
            (boat.name, boat.built) = ("<Ada>", Day("2026-11-10"))
            try await Records(Boat.self, in: scope).create(boat)
            let cookie = try await house.cookie(of: scope)
            let answer = try await house.ask(.get, "/harbour/boats/calendar?month=2026-11", cookie: cookie, headers: [.acceptLanguage: language.rawValue])
            #expect(answer.status == 200)
            for piece in [
                "dir=\"\(direction)\"", "<thead><tr><th scope=\"col\" abbr=\"\(first)\">", "<time datetime=\"2026-11-10\">",
                "href=\"/harbour/boats/\(boat.id)\"><bdi>&lt;Ada&gt;</bdi>", "calendar?month=2026-10", "calendar?month=2026-12",
            ] { #expect(answer.text.contains(piece), "\(piece)") }
        }
    }
}
