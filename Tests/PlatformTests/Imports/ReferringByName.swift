import Support
import Testing

@testable import Platform

@Suite("A row that names another record", .enabled(if: TestPlatform.isPossible))
struct ReferringByName {
    private let unknown = "There is none of that name here, and it cannot be added on the way."

    /// Adds firms, each later than the one before.
    private func add(_ firms: [String], as scope: Scope) async throws {
        let ids = firms.map { _ in ID<Firm>() }.sorted()
        try await scope.db.execute("""
            insert into firms (id, name, town)
            select id, name, place::text from unnest(\(ids), \(firms)) with ordinality as f (id, name, place)
            """)
    }

    private func take(_ file: String, as scope: Scope, on platform: TestPlatform) async throws -> (checked: ImportReportPage, done: ImportReportPage) {
        let taken = try await TestImport(file, as: scope, on: platform)
        return (try #require(try await taken.check()), try #require(try await taken.start()))
    }

    @Test("finds it in whatever case, and of several the oldest")
    func found() async throws {
        try await withClub { platform, scope in
            try await add(["INITECH", "Initech", "Éclair"], as: scope)
            let (_, done) = try await take("Name,Company\nAda,initech\nBo,éCLAIR\nCy,\n", as: scope, on: platform)
            #expect(done.counts == ["New": "3", "Wrong": "0"])
            #expect(try await scope.contacts("c.name || coalesce(f.town, '-')") == ["Ada1", "Bo3", "Cy-"])
        }
    }

    @Test("passes over one that was deleted, and one of another business")
    func gone() async throws {
        try await withClub { platform, scope in
            try await add(["Initech"], as: scope)
            try await add(["Hooli"], as: platform.register("Globex"))
            try await platform.arrange("update firms set deleted_at = now() where name = 'Initech'")
            let (_, done) = try await take("Name,Company\nAda,Initech\nBo,Hooli\n", as: scope, on: platform)
            #expect(done.counts["Added as well: Firms"] == "2")
            #expect(try await scope.count("firms where deleted_at is null") == 2)
        }
    }

    @Test("adds it once when it is not there, also for rows far apart and in another case")
    func added() async throws {
        try await withClub { platform, scope in
            let rows = (0..<2_200).map { "Person \($0),\($0 % 2 == 0 ? "Initech" : "INITECH")\n" }.joined()
            let (checked, done) = try await take("Name,Company\n\(rows)", as: scope, on: platform)
            #expect(checked.counts["Added as well: Firms"] == "1" && done.counts == checked.counts)
            #expect(try await scope.count("firms where name = 'Initech'") == 1)
            #expect(try await scope.count("contacts where firm_id is not null") == 2_200)
            #expect(try await scope.events("offices.firms.created") == 1)
        }
    }

    @Test("adds nothing for a row that is wrong")
    func wrong() async throws {
        try await withClub { platform, scope in
            let (checked, done) = try await take("Name,Email,Company\nAda,nowhere,Initech\nBo,bo@example.com,\n", as: scope, on: platform)
            #expect(done.counts == ["New": "1", "Changed": "0", "Unchanged": "0", "Wrong": "1"] && checked.counts == done.counts)
            #expect(try await scope.count("firms") == 0)
        }
    }

    @Test("is wrong when the name breaks the rules of the field it would go into")
    func rules() async throws {
        try await withClub { platform, scope in
            let (checked, _) = try await take("Name,Company\nAda,\(String(repeating: "x", count: 300))\nBo,\n", as: scope, on: platform)
            #expect(checked.wrong == ["2: Company: This is 300 characters long; 200 is the most."])
        }
    }

    @Test("is wrong when it is not there and the module that keeps it is switched off; others are found")
    func switchedOff() async throws {
        try await withClub { platform, scope in
            try await add(["Initech"], as: scope)
            try await platform.arrange("update businesses set features_off = '{offices}'")
            let (checked, done) = try await take("Name,Company\nAda,Initech\nBo,Hooli\n", as: scope, on: platform)
            #expect(done.wrong == ["3: Company: \(unknown)"] && checked.wrong == done.wrong)
            #expect(try await scope.contacts("concat_ws('|', c.name, f.name)") == ["Ada|Initech"])
            #expect(try await scope.count("firms") == 1)
        }
    }

    @Test("is wrong when it is not there and the member may not add it")
    func forbidden() async throws {
        try await withClub { platform, owner in
            // No role has the one permission without the other today, so the work is asked itself.
            let scope = owner.with(permissions: owner.permissions.filter { $0.name != "offices.firms.create" })
            let taken = try await TestImport("Name,Company\nAda,Initech\n", as: owner, on: platform)
            #expect(try await taken.check()?.wrong == [])
            let stored = try #require(try await owner.db.first("select \(StoredImport.columns) from imports", as: StoredImport.init(row:)))
            let work = try #require(platform.registry.importing(of: "contacts"))
            let tally = try await work.check(stored, scope, ImportProgress())
            #expect(tally.wrong == 1 && tally.new == 0 && tally.named.isEmpty)
            let problems = try await Imports(scope: scope, record: "contacts").problems(of: stored.id, most: 10)
            #expect(problems.map { scope.say($0.reason) } == [unknown])
        }
    }
}
