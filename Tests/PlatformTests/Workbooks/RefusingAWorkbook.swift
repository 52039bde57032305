import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("A workbook is refused")
struct RefusingAWorkbook {
    private func refused(_ file: [UInt8], as error: WorkbookError, _ place: SourceLocation = #_sourceLocation) {
        #expect(throws: error, sourceLocation: place) { try table(of: file) }
    }

    @Test("when it is no workbook, or one of another kind")
    func foreign() {
        refused(packed(["word/document.xml": [1]]), as: .noWorkbook)
        refused(packed(["xl/workbook.bin": [1]]), as: .binary)
        refused(packed(["mimetype": [1], "content.xml": [1]]), as: .openDocument)
        refused(Array("PK\u{3}\u{4} nothing".utf8), as: .broken)
        refused(Array(HandWritten(rows: "<row/>").file.dropLast(40)), as: .broken)
    }

    @Test("when a part is encrypted")
    func encrypted() {
        refused(packed(HandWritten().all.mapValues { Array($0.utf8) }, password: "secret"), as: .encrypted)
    }

    @Test("when it is empty, or shows nothing")
    func empty() {
        refused(HandWritten().file, as: .empty)
        refused(HandWritten(rows: "<row><c><v>1</v></c></row>", sheets: #"<sheet name="A" state="hidden" r:id="rId1"/>"#).file, as: .empty)
    }

    @Test("when it declares entities, before any is looked at", arguments: [
        #"<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#, #"<!DOCTYPE a SYSTEM "http://127.0.0.1:1/a.dtd">"#,
        #"<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;"><!ENTITY z "&y;&y;&y;&y;&y;&y;&y;&y;">]>"#, "<!DOCTYPE a>",
    ])
    func entities(declaration: String) {
        for part in ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "_rels/.rels"] {
            var book = HandWritten(rows: "<row><c t=\"str\"><v>a</v></c></row>")
            book.parts[part] = declaration + (book.all[part] ?? "").replacing("<v>a</v>", with: "<v>&x;</v>")
            refused(book.file, as: .broken)
        }
    }

    @Test("when its XML breaks off or names a place no sheet has", arguments: [
        "<row><c><v>1</v></c>", "<row r=\"1048577\"><c><v>1</v></c></row>", "<row><c r=\"XFE1\"><v>1</v></c></row>",
    ])
    func broken(rows: String) { refused(HandWritten(rows: rows).file, as: .broken) }

    @Test("when its part swells far beyond its size")
    func bomb() throws {
        let blanks = [[UInt8]](repeating: [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20) + Array("<row/>".utf8), count: 70).joined()
        var parts = HandWritten().all.mapValues { Array($0.utf8) }
        parts["xl/worksheets/sheet1.xml"] = Array("<worksheet><sheetData><row><c t=\"str\"><v>a</v></c></row>".utf8) + blanks + Array("</sheetData></worksheet>".utf8)
        let file = packed(parts)
        #expect(file.count < 200_000)
        refused(file, as: .tooLarge)
    }

    @Test("when all its parts together come to too much")
    func total() throws {
        let file = try SpoolFile()
        try file.append(HandWritten(rows: "<row><c><v>1</v></c></row>").file)
        let archive = try ZipArchive(file, mostBytes: 100)
        #expect(throws: WorkbookError.tooLarge) { try Workbook(archive) }
    }

    @Test("when it says it has more parts than any workbook")
    func directory() throws {
        var file = HandWritten(rows: "<row><c><v>1</v></c></row>").file
        let end = file.count - 22
        file[end + 10] = 0xFF
        file[end + 11] = 0xFE
        refused(file, as: .broken)
    }

    @Test("when its header is too long for a table")
    func header() throws {
        let cells = (0..<9_000).map { "<c t=\"str\"><v>column \($0)</v></c>" }.joined()
        #expect(throws: TableError.headerTooLong) { try table(of: HandWritten(rows: "<row>\(cells)</row>").file) }
    }
}

@Suite("A huge cell of a workbook")
struct HugeCells {
    @Test("becomes a problem of its row, and so does a row of many")
    func cells() throws {
        let long = String(repeating: "x", count: 1_100_000)
        let row = "<row>" + String(repeating: "<c t=\"s\"><v>1</v></c>", count: 16_000) + "</row>"
        let header = "<row>" + String(repeating: "<c t=\"str\"><v>a</v></c>", count: 16_000) + "</row>"
        let book = HandWritten(
            rows: header + "<row><c t=\"s\"><v>0</v></c></row>" + row + "<row><c t=\"str\"><v>right</v></c></row>",
            strings: "<si><t>\(long)</t></si><si><t>\(String(repeating: "y", count: 1_000))</t></si>")
        let found = try table(of: book.file).rows
        #expect(found.problems.map(\.reason) == [.cellTooLong(limit: 1 << 20), .rowTooLong])
        #expect(found.last?.string(at: 0) == "right")
    }
}
