import Support
import Testing

@testable import Platform

@Suite("The limits of imports", .enabled(if: TestPlatform.isPossible))
struct KeepingWithinLimits {
    @Test("refuse a file of too many rows, naming the limit and the way out, and keep nothing of it")
    func rows() async throws {
        try await withClub { platform, scope in
            let file = Array(("Name\n" + String(repeating: "A\n", count: ImportLimits.rows + 1)).utf8)
            let refused = TestImport.NotTaken(reason: "The file has more than 2,000,000 rows. Split it, and import the parts one after the other.")
            await #expect(throws: refused) { try await TestImport(file, into: "/club/contacts", as: scope, on: platform, by: 1 << 20) }
            #expect(try await scope.count("imports") == 0)
            let most = try await TestImport(file.dropLast(2), into: "/club/contacts", as: scope, on: platform, by: 1 << 20)
            #expect(try await most.mapping()?.fileText.contains("2,000,000 rows") == true)
        }
    }

    @Test("let the first hundred thousand problems be listed, and count the others")
    func problems() async throws {
        try await withClub { platform, scope in
            let lines = (0..<26_000).map { "Person \($0),nowhere,call me,soon,much\n" }.joined()
            let taken = try await TestImport("Name,Email,Phone,Born,Worth\n\(lines)Ada,,,,\n", as: scope, on: platform)
            let checked = try #require(try await taken.check { form in
                (0..<5).reduce(form) { $0.with("column.\($1)", ["name", "email", "phone", "born", "worth"][$1]) }.with("key", "")
            })
            #expect(checked.counts["Wrong"] == "26,000" && checked.counts["New"] == "1")
            let all = try #require(checked.allWrong)
            #expect(all.label == "These are the first 1,000 of 104,000. Download the first 100,000 as CSV; the others are only counted")
            #expect(try await platform.ask(.get, all.path, as: scope).text().split(separator: "\r\n").count == 100_001)
            #expect(checked.start != nil)
            #expect(try await scope.count("import_problems") == 100_000)
        }
    }

    /// Files of the business that were uploaded on different days.
    private func keep(_ bytes: Int, _ state: String, age: String, _ platform: TestPlatform, _ scope: Scope) async throws {
        try await platform.arrange("""
            insert into imports (business_id, id, record, file_name, bytes, format, member_id, state, updated_at)
            values (\(scope.business.id), \(ID<StoredImport>()), 'contacts', 'a.csv', \(bytes), '{}', \(scope.member.id), \(state),
                    now() - \(age)::text::interval)
            """)
    }

    @Test("refuse a file when those that wait take up too much, of this business alone")
    func room() async throws {
        try await withClub { platform, scope in
            let others = try await platform.register("Globex")
            try await keep(ImportLimits.storedBytes - 20, "checked", age: "1 hour", platform, scope)
            try await keep(ImportLimits.storedBytes, "done", age: "1 hour", platform, scope)
            _ = try await TestImport("Name\nAda\n", as: scope, on: platform)
            let refused = await failure { try await TestImport("Name\nAda\nBo\nCy\n", as: scope, on: platform) } as? TestImport.NotTaken
            #expect(refused?.reason.hasPrefix("The files of your business that wait to be imported would take up more than 2,048 MB.") == true)
            #expect(try await scope.count("imports") == 3)
            _ = try await TestImport("Name\nAda\nBo\nCy\n", as: others, on: platform)
        }
    }

    @Test("give way for a new file when the one that waits was left for a day")
    func makingRoom() async throws {
        try await withClub { platform, scope in
            try await keep(ImportLimits.storedBytes, "failed", age: "25 hours", platform, scope)
            try await keep(17, "done", age: "25 hours", platform, scope)
            _ = try await TestImport("Name\nAda\n", as: scope, on: platform)
            #expect(try await scope.count("imports") == 2)
        }
    }
}
