import CXLSX
import Support
import Testing

@testable import Platform

@Suite("Reading a workbook")
struct ReadingAWorkbook {
    @Test("gives what libxlsxwriter wrote: text, numbers, dates, yes and no, and what formulas came to")
    func library() throws {
        let file = try written { book, sheet in
            let date = workbook_add_format(book)
            format_set_num_format(date, "yyyy-mm-dd")
            for (column, name) in ["Name", "Points", "Born", "Member", "Sum"].enumerated() {
                worksheet_write_string(sheet, 0, UInt16(column), name, nil)
            }
            worksheet_write_string(sheet, 1, 0, "Zoë & \"Bo\" <x>\r", nil)
            worksheet_write_number(sheet, 1, 1, 0.1 + 0.2, nil)
            worksheet_write_number(sheet, 1, 2, 45_415, date)
            worksheet_write_boolean(sheet, 1, 3, 1, nil)
            worksheet_write_formula_num(sheet, 1, 4, "=B2*2", nil, 0.6)
        }
        let found = try table(of: file)
        #expect(found.rows.cells == [["Name", "Points", "Born", "Member", "Sum"], ["Zoë & \"Bo\" <x>\r", "0.3", "2024-05-03", "true", "0.6"]])
        #expect(found.sheet == .init(name: "Contacts"))
    }

    @Test("writes numbers as people see them", arguments: [
        ("0.30000000000000004", "0.3"), ("42.0", "42"), ("-7", "-7"), ("4.915112345678E+12", "4915112345678"), ("1.5E-3", "0.0015"),
        ("0", "0"), ("-0", "0"), ("1E+25", "1E25"), ("123456789.123456789", "123456789.123457"), ("12345678901234567", "12345678901234600"),
    ])
    func numbers(written: String, shown: String) throws {
        #expect(try cells(HandWritten(rows: "<row><c><v>\(written)</v></c></row>")) == [[shown]])
    }

    @Test("knows dates, times, money and leading zeros by their number formats", arguments: [
        ("yyyy\\-mm\\-dd", "45415.25", "2024-05-03"), ("dd/mm/yy hh:mm", "45415.25", "2024-05-03T06:00:00Z"), ("d mmm", "45415", "2024-05-03"),
        ("[$-407]d. mmmm yyyy;@", "45415", "2024-05-03"), ("m/d/yyyy h:mm", "45415", "2024-05-03"), ("hh:mm:ss", "0.75", "18:00"),
        ("[h]:mm", "1.5", "36:00"), ("mm:ss", "0.0005", "00:00:43"), ("00000", "815", "00815"), ("#,##0.00 [$EUR]", "1234.5", "1234.50 EUR"),
        ("#,##0.00 \"USD\"", "-3", "-3.00 USD"), ("#,##0.00\\ [$€-407]", "5", "5.00 EUR"), ("[$JPY] #,##0", "12.4", "12 JPY"),
        ("General", "45415", "45415"), ("0.00E+00", "45415", "45415"), ("[Red]#,##0.00", "1.5", "1.5"), ("0%", "0.25", "25%"), ("0.00%", "0.07", "7%"), ("0.000", "1.234", "1.2340"),
        ("\"day\" 0", "3", "3"), ("[$$-409]#,##0.00", "2", "2.00 USD"), ("yyyy-mm-dd", "-5", "-5"), ("yyyy-mm-dd", "99999999", "99999999"),
    ])
    func formats(code: String, number: String, shown: String) throws {
        #expect(try cells(HandWritten(rows: #"<row><c s="1"><v>\#(number)</v></c></row>"#, formats: [code])) == [[shown]])
    }

    @Test("fills numbers up as far as Excel would, and not as far as a file of a few bytes can ask for", arguments: [
        (30, String(repeating: "0", count: 27) + "815"), (31, "815"), (256, "815"), (100_000, "815"),
    ])
    func filled(zeros: Int, shown: String) throws {
        let book = HandWritten(rows: "<row><c s=\"1\"><v>815</v></c></row>", formats: [String(repeating: "0", count: zeros)])
        #expect(try cells(book) == [[shown]])
    }

    @Test("knows the formats every file may name by number", arguments: [
        (14, "45415", "2024-05-03"), (17, "45415", "2024-05-03"), (22, "45415.5", "2024-05-03T12:00:00Z"), (20, "0.5", "12:00"),
        (46, "2", "48:00"), (45, "0.25", "06:00"), (2, "1.25", "1.25"), (49, "7", "7"),
    ])
    func builtIn(id: Int, number: String, shown: String) throws {
        #expect(try cells(HandWritten(rows: #"<row><c s="1"><v>\#(number)</v></c></row>"#, builtIn: [id])) == [[shown]])
    }

    @Test("counts days as Excel does, from 1900 with a day too many, or from 1904", arguments: [
        ("", "1", "1900-01-01"), ("", "59", "1900-02-28"), ("", "60", "1900-02-29"), ("", "61", "1900-03-01"), ("", "25569", "1970-01-01"),
        ("", "36585", "2000-02-29"), ("", "2958465", "9999-12-31"), ("", "45415.999999", "2024-05-04"),
        (#"date1904="1""#, "0", "1904-01-01"), (#"date1904="true""#, "43953", "2024-05-03"),
    ])
    func days(properties: String, number: String, shown: String) throws {
        let book = HandWritten(rows: #"<row><c s="1"><v>\#(number)</v></c></row>"#, builtIn: [14], properties: properties)
        #expect(try cells(book) == [[shown]])
    }

    @Test("takes texts from wherever they stand, without how to pronounce them")
    func texts() throws {
        let rows = """
            <row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve"> line</t></r></is></c>
            <c t="str"><f>A1&amp;B1</f><v>made_x000A_up_x005F_x0041_</v></c><c t="s"><v>2</v></c><c t="s"><v>9</v></c><c t="d"><v>2024-05-03T00:00:00</v></c>
            <c t="b"><v>0</v></c></row>
            """
        let strings = """
            <si><t>007</t></si><si><r><rPr><b/></rPr><t>Rich</t></r><r><t xml:space="preserve"> text</t></r><rPh sb="0" eb="1"><t>リッチ</t></rPh></si>
            <si><t><![CDATA[a < b]]></t></si>
            """
        #expect(try cells(HandWritten(rows: rows, strings: strings)) == [["007", "Rich text", "in line", "made\nup_x0041_", "a < b", "", "2024-05-03", "false"]])
    }

    @Test("puts cells where their names say, and numbers rows as the sheet does")
    func places() throws {
        let rows = """
            <row r="3"><c r="A3" t="str"><v>Name</v></c><c r="C3" t="str"><v>Email</v></c></row>
            <row r="4"><c r="C4" t="str"><v>a@b.c</v></c><c r="A4" t="str"><v>two
            lines</v></c></row><row r="5"><c r="A5" s="1"/></row>
            <row r="7"><c r="A7" t="str"><v>Bo</v></c></row><row><c t="str"><v>Cy</v></c><c/><c t="str"><v>c</v></c></row><row r="900"/>
            """
        let found = try table(of: HandWritten(rows: rows).file).rows
        #expect(found.cells == [["Name", "", "Email"], ["two\nlines", "", "a@b.c"], ["Bo", "", ""], ["Cy", "", "c"]])
        #expect(found.map(\.line) == [3, 4, 7, 8])
        #expect(found.problems.isEmpty)
    }

    @Test("reads cells with an error as empty, counts them, and says what stands beyond the header")
    func errors() throws {
        let rows = """
            <row><c t="str"><v>A</v></c></row><row><c t="e"><v>#N/A</v></c></row>
            <row><c t="str"><v>b</v></c><c t="e"><v>#DIV/0!</v></c></row><row><c t="str"><v>c</v></c><c><v>1</v></c></row>
            """
        let found = try table(of: HandWritten(rows: rows).file)
        #expect(found.sheet.errors == 2)
        #expect(found.rows.cells == [["A"], ["b"], ["c", "1"]])
        #expect(found.rows.problems.map(\.reason) == [.tooManyCells(found: 2, expected: 1)])
    }

    @Test("takes the first sheet that is shown and not empty")
    func sheets() throws {
        var book = HandWritten(rows: "<row><c t=\"str\"><v>hidden</v></c></row>")
        book.parts["xl/worksheets/sheet2.xml"] = HandWritten.sheet("<row><c t=\"str\"><v>shown</v></c></row>")
        book.sheets = #"<sheet name="A" state="veryHidden" r:id="rId1"/><sheet name="B" r:id="rId2"/>"#
        #expect(try table(of: book.file).sheet.name == "B")
        book.parts["xl/worksheets/sheet1.xml"] = HandWritten.sheet("<row r=\"1\"><c r=\"A1\"/></row>")
        book.sheets = #"<sheet name="A" r:id="rId1"/><sheet name="B" r:id="rId2"/>"#
        #expect(try table(of: book.file).rows.cells == [["shown"]])
    }

    @Test("guards nothing and loses nothing of what looks like a formula")
    func formulas() throws {
        let rows = #"<row><c t="str"><v>=1+1</v></c><c t="str"><v>'=x</v></c><c t="str"><v>a;=b</v></c></row>"#
        #expect(try cells(HandWritten(rows: rows)) == [["=1+1", "'=x", "a;=b"]])
    }
}
