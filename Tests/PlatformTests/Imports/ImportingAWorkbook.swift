import CXLSX
import Support
import Testing

@testable import Platform

@Suite("A workbook", .enabled(if: TestPlatform.isPossible))
struct ImportingAWorkbook {
    private func take(_ file: [UInt8], as scope: Scope, on platform: TestPlatform, by size: Int = 65_536) async throws -> TestImport {
        try await TestImport(file, named: "contacts.xlsx", into: "/club/contacts", as: scope, on: platform, by: size)
    }

    private func text(_ cells: [String]) -> String {
        "<row>" + cells.map { $0.isEmpty ? "<c/>" : "<c t=\"str\"><v>\($0)</v></c>" }.joined() + "</row>"
    }

    @Test("is imported like any other file: mapped, checked, run, its errors named by the sheet's rows")
    func whole() async throws {
        try await withClub { platform, scope in
            let rows = text(["Name", "Email", "Phone", "Born", "Worth"])
                + #"<row><c t="str"><v>Ada"# + "\nLovelace" + #"</v></c><c t="str"><v>ada@example.com</v></c><c><v>4.91512345678E+11</v></c><c s="1"><v>45415</v></c><c s="2"><v>12.5</v></c></row>"#
                + text(["", "nobody@example.com"]) + "<row/>" + text(["Bo", "bo@"]) + #"<row><c t="str"><v>Cy</v></c><c t="e"><v>#N/A</v></c></row>"#
            let book = HandWritten(rows: rows, formats: ["dd.mm.yyyy", "#,##0.00 [$EUR]"])
            let taken = try await take(book.file, as: scope, on: platform, by: 100)
            #expect(try await taken.mapping()?.fileText == "contacts.xlsx: 4 rows, sheet “Kontakte” · 1 cell holds an error such as #N/A and is read as empty")
            let checked = try #require(try await taken.check())
            #expect(checked.wrongRows.map { "\($0.line): \($0.column)" } == ["3: Name", "5: Email"])
            let done = try #require(try await taken.start())
            #expect(done.isDone && done.counts["New"] == "2" && done.counts["Wrong"] == "2")
            #expect(try await scope.contacts("concat_ws('|', c.name, c.phone, c.born, c.worth, c.worth_currency)") == ["Ada\nLovelace|491512345678|2024-05-03|1250|EUR", "Cy"])
        }
    }

    @Test("that cannot be read is refused in one sentence that says what to do, and leaves nothing behind")
    func refused() async throws {
        try await withClub { platform, scope in
            let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0] + [UInt8](repeating: 0, count: 1_000)
            let encrypted = compound + "EncryptedPackage".utf8.flatMap { [$0, 0] as [UInt8] }
            let all: [([UInt8], String)] = [
                (compound, "This is an old Excel or Word document, not a table. Save it as an Excel workbook (.xlsx) or as CSV and choose that file."),
                (encrypted, "This workbook is protected by a password, so it cannot be read. Open it, remove the password, save it and choose it again."),
                (packed(["a.txt": [1]]), "This is a ZIP archive, not a table. Save it as an Excel workbook (.xlsx) or as CSV and choose that file."),
                (HandWritten().file, "No sheet of this workbook that is shown has anything in it. Show the sheet with your table, save the workbook and choose it again."),
                (HandWritten(rows: text(["Name"])).file, "The file names its columns but has no rows below them."),
            ]
            for (file, reason) in all {
                let refused = await failure { try await take(file, as: scope, on: platform) } as? TestImport.NotTaken
                #expect(refused?.reason == reason)
            }
            let kept = try await scope.count("imports")
            #expect(kept == 0)
        }
    }

    @Test("of a hundred thousand rows is taken as a whole, in pieces", .timeLimit(.minutes(30)))
    func large() async throws {
        let file = try written { book, sheet in
            for (column, name) in ["Name", "Email", "Phone", "Notes"].enumerated() { worksheet_write_string(sheet, 0, UInt16(column), name, nil) }
            for row in 1...100_000 {
                worksheet_write_string(sheet, UInt32(row), 0, "Person \(row)", nil)
                worksheet_write_string(sheet, UInt32(row), 1, "person\(row)@example.com", nil)
                worksheet_write_number(sheet, UInt32(row), 2, 491_512_000_000 + Double(row), nil)
                worksheet_write_string(sheet, UInt32(row), 3, "The same for all of them, and long enough to matter when it is kept a hundred thousand times", nil)
            }
        }
        try await withClub { platform, scope in
            let taken = try await take(file, as: scope, on: platform)
            #expect(try await taken.mapping()?.fileText == "contacts.xlsx: 100,000 rows, sheet “Contacts”")
            #expect(try await scope.count("import_pieces") > 10)
        }
    }

    @Test("whose reader went away is not read to its end")
    func cancelled() throws {
        let spool = try SpoolFile()
        try spool.append(HandWritten(rows: text(["Name"])).file)
        let flag = CancellationFlag()
        flag.set()
        #expect(throws: CancellationError.self) { try WorkbookTable(spool, flag) }
    }
}
