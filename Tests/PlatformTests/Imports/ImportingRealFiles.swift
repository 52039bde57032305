import FoundationEssentials
import Platform
import Support
import Testing

@Suite("A real contact file", .enabled(if: TestPlatform.isPossible))
struct ImportingRealFiles {
    private func take(_ name: String, as scope: Scope, on platform: TestPlatform) async throws -> TestImport {
        try await TestImport(contactFile(name), named: "\(name).csv", into: "/club/contacts", as: scope, on: platform)
    }

    @Test("of Google, Outlook or HubSpot imports with no manual mapping", arguments: ["google", "outlook", "hubspot"])
    func exports(name: String) async throws {
        try await withClub { platform, scope in
            let taken = try await take(name, as: scope, on: platform)
            let checked = try #require(try await taken.check())
            #expect(checked.wrongRows.isEmpty && checked.counts["New"] == "250")
            #expect(try await scope.count("contacts") == 0)
            let done = try #require(try await taken.start())
            #expect(done.isDone && done.counts == checked.counts && done.counts["Added as well: Firms"] == "10")
            #expect(try await scope.count("contacts where name like '% %' and email like 'person%@%' and phone like '+%'") == 250)
            #expect(try await scope.count("contacts c join firms f on f.id = c.firm_id where f.name = '株式会社さくら'") > 10)
            #expect(try await scope.count("contacts where notes <> ''") > (name == "hubspot" ? -1 : 100))
            #expect(try await scope.count("contacts where segment = 'regular'") == (name == "hubspot" ? 83 : 0))
        }
    }

    @Test("that is hostile imports what is right and reports the rest", arguments: [
        ("semicolon-latin1", 40, []), ("tabs-utf16", 40, []),
        ("duplicate-and-empty-headers", 2, []), ("formulas", 5, []),
        ("invalid-utf8", 1, ["3: Name: This is not readable text in the file's encoding."]),
        ("unclosed-quote", 1, ["2: Name: A quotation mark opens here and is never closed."]),
        ("wrong-rows", 2, [
            "3: Name: Fill this in.",
            "4: Email: This is not an e-mail address. It needs a name, an @ and a domain, such as ana@example.com.",
            "5: Segment: This is none of the choices: Lead, Subscriber, Regular, and VIP.",
            "6: Name: This is 400 characters long; 200 is the most.",
            "7: Email: Line 2 has the same value already, and each record is imported once.",
            "8: Column 5: The row has 6 values, but there are only 4 columns.",
            "9: : The row has only 1 of 4 values.",
            "10: Name: It holds a NUL character, which text cannot have.",
        ]),
    ] as [(String, Int, [String])])
    func hostile(name: String, right: Int, wrong: [String]) async throws {
        try await withClub { platform, scope in
            let taken = try await take(name, as: scope, on: platform)
            let checked = try #require(try await taken.check())
            #expect(checked.wrong == wrong)
            let done = try #require(try await taken.start())
            #expect(done.wrong == wrong)
            #expect(try await scope.count("contacts") == right)
            #expect(try await scope.count("import_pieces") == 0)
        }
    }

    @Test("that is no table is refused in one sentence, and leaves nothing behind", arguments: [
        ("empty", "The file is empty."), ("header-only", "The file names its columns but has no rows below them."),
        ("not-a-csv", "This is an image, not a table. Save it as an Excel workbook (.xlsx) or as CSV and choose that file."),
    ])
    func refused(name: String, reason: String) async throws {
        try await withClub { platform, scope in
            await #expect(throws: TestImport.NotTaken(reason: reason)) { _ = try await take(name, as: scope, on: platform) }
            let left = try await scope.count("imports")
            #expect(left == 0)
        }
    }

    @Test("keeps a value of a megabyte out, and takes the row behind it")
    func largeCell() async throws {
        try await withClub { platform, scope in
            let cell = String(repeating: "x", count: 1_000_000)
            let taken = try await TestImport("Name,Notes\r\nAnna,\(cell)\r\nBjörn,short\r\n", as: scope, on: platform)
            #expect(try await taken.check()?.wrong == ["2: Notes: This is 1,000,000 characters long; 20,000 is the most."])
            _ = try await taken.start()
            #expect(try await scope.contacts() == ["Björn"])
        }
    }
}
