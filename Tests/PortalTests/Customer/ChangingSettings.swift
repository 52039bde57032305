import Platform
import Support
import Testing

@Suite("Settings that two people change at once", .enabled(if: TestPlatform.isPossible))
struct ChangingSettings {
    /// The page as somebody opened it, with its version.
    private func open(_ house: CustomerHouse, _ cookie: String) async throws -> String {
        let page = try await house.ask(.get, "/settings", cookie: cookie).text
        let version = try #require(page.firstMatch(of: /name="version" value="(\d+)"/))
        return String(version.1)
    }

    private func send(
        _ house: CustomerHouse, _ cookie: String, _ version: String, name: String, hue: String? = "30", zone: String = "Europe/Madrid",
        segment: String = "lead", keep: String = "mine", began: KeyValuePairs<String, String> = [:]
    ) async throws -> CustomerHouse.Answer {
        try await house.ask(.post, "/settings", cookie: cookie, Form([
            ("version", version), ("business_name", name), ("language", "en"), ("currency", "USD"), ("time_zone", zone),
            ("crm.first_segment", segment), ("keep.business_name", keep),
        ] + (hue.map { [("hue", $0)] } ?? []) + began.map { (name: $0.key, value: $0.value) }))
    }

    private func stored(_ house: CustomerHouse) async throws -> String {
        try await house.platform.superuser.read(Query<String>.value("""
            select concat_ws('|', name, hue, version, (select value from settings where name = 'crm.first_segment')) from businesses
            """))
    }

    private func withTwo(_ body: (CustomerHouse, _ ada: String, _ bo: String) async throws -> Void) async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme")
            let admin = try await house.platform.join(owner.business.id, as: .admin)
            try await body(house, house.cookie(of: owner), house.cookie(of: admin))
        }
    }

    @Test("are saved one after the other when each saw what the other saved")
    func inTurn() async throws {
        try await withTwo { house, ada, bo in
            let first = try await send(house, ada, open(house, ada), name: "Acme Ltd")
            let second = try await send(house, bo, open(house, bo), name: "Acme Inc", hue: "60")
            #expect(first.status == 303 && second.status == 303)
            #expect(try await stored(house) == "Acme Inc|60|3|lead")
        }
    }

    @Test("show the slower one both versions, keep what was typed, and change nothing")
    func conflict() async throws {
        try await withTwo { house, ada, bo in
            let version = try await open(house, bo)
            _ = try await send(house, ada, open(house, ada), name: "Theirs & Co", hue: "60", segment: "vip")
            let page = try await send(house, bo, version, name: "Mine & Co", hue: "30")
            #expect(page.status == 409)
            #expect(try await stored(house) == "Theirs & Co|60|2|vip")
            #expect(page.text.contains("value=\"Mine &amp; Co\"") && page.text.contains("<bdi>Theirs &amp; Co</bdi>"))
            #expect(page.text.contains("Somebody else saved first.") && page.text.contains("while you were writing"))
            for name in ["business_name", "hue", "crm.first_segment"] { #expect(page.text.contains("name=\"keep.\(name)\""), "\(name)") }
            for name in ["currency", "language", "time_zone"] { #expect(!page.text.contains("name=\"keep.\(name)\""), "\(name)") }
            #expect(page.text.contains("name=\"version\" value=\"2\""))
        }
    }

    @Test("take of each field the version that was chosen")
    func choosing() async throws {
        try await withTwo { house, ada, bo in
            let version = try await open(house, bo)
            _ = try await send(house, ada, open(house, ada), name: "Theirs", hue: "60")
            _ = try await send(house, bo, version, name: "Mine", hue: "30")
            #expect(try await send(house, bo, "2", name: "Mine", hue: "30", keep: "theirs").status == 303)
            #expect(try await stored(house) == "Theirs|30|3|lead")
        }
    }

    @Test("keep what the other saved in the fields one left alone, without asking")
    func merging() async throws {
        try await withTwo { house, ada, bo in
            let version = try await open(house, bo)
            _ = try await send(house, ada, version, name: "Theirs", hue: "60")
            let answer = try await send(house, bo, version, name: "Acme", segment: "vip", began: [
                "was.business_name": "Acme", "was.hue": "30", "was.time_zone": "UTC", "was.crm.first_segment": "lead",
            ])
            #expect(answer.status == 303)
            #expect(try await stored(house) == "Theirs|60|3|vip")
        }
    }

    @Test("are saved by a form opened before an operator suspended the business and let it work again")
    func suspended() async throws {
        try await withTwo { house, ada, _ in
            let page = try await house.ask(.get, "/settings", cookie: ada).text
            #expect(page.contains("name=\"was.business_name\" value=\"Acme\""))
            let version = try await open(house, ada)
            try await house.platform.superuser.write(Query.execute("update businesses set version = version + 2"))
            let answer = try await send(house, ada, version, name: "Acme Ltd", began: [
                "was.business_name": "Acme", "was.hue": "255", "was.time_zone": "UTC", "was.crm.first_segment": "lead",
            ])
            #expect(answer.status == 303)
            #expect(try await stored(house) == "Acme Ltd|30|4|lead")
        }
    }

    @Test("are not taken from a form that names no version")
    func versionless() async throws {
        try await withTwo { house, ada, _ in
            let answer = try await house.ask(.post, "/settings", cookie: ada, ["business_name": "Forged", "currency": "USD", "hue": "30"])
            #expect(answer.status == 400)
            #expect(try await stored(house) == "Acme|255|1")
        }
    }

    @Test("take only a color there is to choose, say so beside the colors, and keep one that is none of them")
    func colors() async throws {
        try await withTwo { house, ada, _ in
            for hue in ["45", "360", "-30", "red", ""] {
                let answer = try await send(house, ada, "1", name: "Acme", hue: hue)
                #expect(answer.status == 422 && answer.text.contains("</svg>Choose one of these colors.</p>"), "\(hue)")
            }
            #expect(try await send(house, ada, "1", name: "Acme Ltd", hue: nil).status == 303)
            #expect(try await stored(house) == "Acme Ltd|255|2|lead")
        }
    }

    @Test("keep the time zone under the name that was chosen", arguments: ["UTC", "GMT", "Asia/Calcutta"])
    func timeZones(zone: String) async throws {
        try await withTwo { house, ada, _ in
            _ = try await send(house, ada, "1", name: "Acme", zone: "Europe/Madrid")
            #expect(try await house.ask(.get, "/settings", cookie: ada).text.contains("<option value=\"UTC\">"))
            #expect(try await send(house, ada, "2", name: "Acme", zone: zone).status == 303)
            #expect(try await house.platform.superuser.read(Query<String>.value("select time_zone from businesses")) == zone)
            #expect(try await house.ask(.get, "/settings", cookie: ada).text.contains("<option value=\"\(zone)\" selected>"))
        }
    }

    @Test("say that they changed in every language", arguments: Language.complete)
    func languages(language: Language) async throws {
        try await withTwo { house, ada, bo in
            try await house.platform.superuser.write(Query.execute("update users set language = \(language.rawValue)"))
            let version = try await open(house, bo)
            _ = try await send(house, ada, version, name: "Theirs")
            let page = try await send(house, bo, version, name: "Mine")
            let title = try #require(house.platform.voices.catalogue.text("records.conflict.title", language))
            #expect(page.status == 409 && page.text.contains(title))
        }
    }
}
