import Platform
import Support
import Testing

@Suite("Checking an import", .enabled(if: TestPlatform.isPossible))
struct CheckingAnImport {
    @Test("changes nothing, and announces nothing")
    func dry() async throws {
        try await withClub { platform, scope in
            let first = try await TestImport("Name,Email,Company\nAda,ada@example.com,Initech\n", as: scope, on: platform)
            _ = try await first.check()
            _ = try await first.start()
            let before = (try await scope.events(), try await scope.contacts("c::text"))
            let second = try await TestImport("Name,Email,Company\nAda M.,ada@example.com,Globex\nBo,bo@example.com,Hooli\n", as: scope, on: platform)
            let checked = try #require(try await second.check { $0.with("key", "email") })
            #expect(checked.counts == ["New": "1", "Changed": "1", "Unchanged": "0", "Added as well: Firms": "2", "Wrong": "0"])
            #expect(!checked.isDone && checked.start?.label == "Import 2 rows")
            #expect(try await scope.events() == before.0)
            #expect(try await scope.contacts("c::text") == before.1)
            #expect(try await scope.count("firms") == 1)
        }
    }

    @Test("says of a wrong row everything that is wrong with it, by line, column, value and reason")
    func everything() async throws {
        try await withClub { platform, scope in
            let file = "Name,Email,Born,Worth\n\"Ada\n(two lines)\",nowhere,soon,much\n,ana@example.com,2000-01-31,\n"
            let taken = try await TestImport(file, as: scope, on: platform)
            let checked = try #require(try await taken.check { form in
                (0..<4).reduce(form) { $0.with("column.\($1)", ["name", "email", "born", "worth"][$1]) }.with("key", "")
            })
            #expect(checked.wrongRows.map { "\($0.line) \($0.column) \($0.value)" } == ["2 Email nowhere", "2 Born soon", "2 Worth much", "4 Name "])
            #expect(checked.wrongRows.allSatisfy { !$0.reason.isEmpty && !$0.reason.contains("platform.") })
            #expect(checked.counts["Wrong"] == "2" && checked.start == nil)
            #expect(checked.text == "None of the rows can be imported. Nothing has been changed.")
        }
    }

    @Test("passes over blank rows, and still counts lines as an editor does")
    func blank() async throws {
        try await withClub { platform, scope in
            let file = "Name,Email\r\n\r\n,\r\nAda,\r\n,\r\nBo,nowhere\r\n\r\nCy,\r\n\r\n"
            let taken = try await TestImport(file, as: scope, on: platform)
            let checked = try #require(try await taken.check())
            #expect(checked.counts["New"] == "2" && checked.wrongRows.map(\.line) == ["6"])
            _ = try await taken.start()
            #expect(try await scope.contacts("c.name") == ["Ada", "Cy"])
        }
    }

    /// Every second row is wrong, so that each chunk has some.
    private var long: String {
        "Name,Email\n" + (0..<4_000).map { "Person \($0),\($0 % 2 == 0 ? "p\($0)@example.com" : "nowhere")\n" }.joined()
    }

    @Test("lists the first thousand wrong rows, and hands over all of them as a file")
    func many() async throws {
        try await withClub { platform, scope in
            let taken = try await TestImport(long, as: scope, on: platform)
            let checked = try #require(try await taken.check())
            #expect(checked.counts["New"] == "2,000" && checked.counts["Wrong"] == "2,000")
            #expect(checked.wrongRows.map(\.line) == (0..<1_000).map { scope.formats.number($0 * 2 + 3) })
            let all = try #require(checked.allWrong)
            #expect(all.label == "These are the first 1,000 of 2,000. Download all of them as CSV")
            let lines = try await platform.ask(.get, all.path, as: scope).text().split(separator: "\r\n")
            #expect(lines.count == 2_001 && lines[0].hasSuffix("Line,Column,Value,What is wrong"))
            #expect(lines.dropFirst().map { $0.prefix { $0 != "," } } == (0..<2_000).map { "\($0 * 2 + 3)" })
            #expect(lines[2_000].hasPrefix("4001,Email,nowhere,"))
            let done = try #require(try await taken.start())
            #expect(done.counts == checked.counts && done.wrong == checked.wrong)
            #expect(try await scope.count("contacts") == 2_000)
        }
    }

    @Test("again forgets what was wrong before")
    func again() async throws {
        try await withClub { platform, scope in
            let taken = try await TestImport("Name,Email\nAda,nowhere\n", as: scope, on: platform)
            #expect(try await taken.check()?.wrongRows.count == 1)
            #expect(try await taken.check { $0.with("column.1", "notes").with("key", "") }?.wrongRows.isEmpty == true)
            #expect(try await scope.count("import_problems") == 0)
        }
    }
}
