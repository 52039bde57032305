import CXLSX
import CZip
import FoundationEssentials

@testable import Platform

/// A workbook written by hand, for what programs seldom write: a sheet's XML, and what goes with it.
struct HandWritten {
    var rows = ""
    var strings = ""
    /// The codes of number formats; cells name them as style 1, 2, …
    var formats: [String] = []
    /// Built-in formats; their styles come after those.
    var builtIn: [Int] = []
    var properties = ""
    var sheets = #"<sheet name="Kontakte" sheetId="1" r:id="rId1"/>"#
    /// Parts that come on top, or stand in for others.
    var parts: [String: String] = [:]

    private static let main = #"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main""#
    private static let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    static func sheet(_ rows: String) -> String { "<worksheet \(main)><sheetData>\(rows)</sheetData></worksheet>" }

    var all: [String: String] {
        let numFmts = formats.enumerated().map { #"<numFmt numFmtId="\#(164 + $0)" formatCode="\#(escaped($1))"/>"# }.joined()
        let styles = ([0] + formats.indices.map { 164 + $0 } + builtIn).map { #"<xf numFmtId="\#($0)"/>"# }.joined()
        let relation = { (id: String, type: String, target: String) in #"<Relationship Id="\#(id)" Type="\#(Self.office)/\#(type)" Target="\#(target)"/>"# }
        let written = [
            "_rels/.rels": "<Relationships>\(relation("a", "officeDocument", "xl/workbook.xml"))</Relationships>",
            "xl/workbook.xml": #"<workbook \#(Self.main) xmlns:r="\#(Self.office)"><workbookPr \#(properties)/><sheets>\#(sheets)</sheets></workbook>"#,
            "xl/_rels/workbook.xml.rels": "<Relationships>\(relation("rId1", "worksheet", "worksheets/sheet1.xml"))"
                + relation("rId2", "worksheet", "/xl/worksheets/sheet2.xml")
                + relation("s", "styles", "styles.xml") + relation("t", "sharedStrings", "sharedStrings.xml") + "</Relationships>",
            "xl/worksheets/sheet1.xml": Self.sheet(rows),
            "xl/sharedStrings.xml": "<sst \(Self.main)>\(strings)</sst>",
            "xl/styles.xml": "<styleSheet \(Self.main)><numFmts>\(numFmts)</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs>\(styles)</cellXfs></styleSheet>",
        ]
        return written.merging(parts) { _, given in given }
    }

    var file: [UInt8] { packed(all.mapValues { Array($0.utf8) }) }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
    }
}

/// A ZIP archive of these parts.
func packed(_ parts: [String: [UInt8]], password: String? = nil) -> [UInt8] {
    guard let source = zip_source_buffer_create(nil, 0, 0, nil), let archive = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, nil)
    else { return [] }
    zip_source_keep(source)
    for (name, bytes) in parts.sorted(by: { $0.key < $1.key }) {
        let copy = UnsafeMutableRawPointer(malloc(max(1, bytes.count)))
        bytes.withUnsafeBytes { if let from = $0.baseAddress { copy?.copyMemory(from: from, byteCount: bytes.count) } }
        let index = zip_file_add(archive, name, zip_source_buffer(archive, copy, UInt64(bytes.count), 1), 0)
        if let password { zip_file_set_encryption(archive, UInt64(index), UInt16(ZIP_EM_AES_256), password) }
    }
    zip_close(archive)
    defer { zip_source_free(source) }
    zip_source_open(source)
    var facts = zip_stat_t()
    zip_source_stat(source, &facts)
    return [UInt8](unsafeUninitializedCapacity: Int(facts.size)) { buffer, count in
        count = Int(zip_source_read(source, buffer.baseAddress, UInt64(buffer.count)))
    }
}

/// A workbook that libxlsxwriter writes, with one sheet.
func written(_ fill: (UnsafeMutablePointer<lxw_workbook>, UnsafeMutablePointer<lxw_worksheet>) -> Void) throws -> [UInt8] {
    let file = try SpoolFile()
    if let workbook = workbook_new(file.path), let sheet = workbook_add_worksheet(workbook, "Contacts") {
        fill(workbook, sheet)
        workbook_close(workbook)
    }
    return try file.read(at: 0, most: file.count)
}

/// What an import gets of a workbook: the table's lines, and the sheet it comes from.
func table(of workbook: [UInt8]) throws -> (rows: [TableRow], sheet: TableFormat.Sheet) {
    let file = try SpoolFile()
    try file.append(workbook)
    let table = try WorkbookTable(file, CancellationFlag())
    return (rows(of: try table.file.read(at: 0, most: table.file.count), as: table.format), table.sheet)
}

/// The cells of a sheet written by hand.
func cells(_ workbook: HandWritten) throws -> [[String]] { try table(of: workbook.file).rows.cells }
