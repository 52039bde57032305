import Platform
import Testing

@Suite("Writing a table")
struct WritingATable {
    private func written(_ rows: [[String]], delimiter: TableFormat.Delimiter = .comma, byteOrderMark: Bool = false) -> [UInt8] {
        var writer = TableWriter(delimiter: delimiter, byteOrderMark: byteOrderMark)
        var bytes: [UInt8] = []
        for row in rows { writer.append(row, to: &bytes) }
        return bytes
    }

    private func text(_ row: [String]) -> String { String(decoding: written([row]).dropLast(2), as: UTF8.self) }

    @Test("quotes only what needs it")
    func quotes() {
        #expect(text(["plain", "a,b", "say \"hi\"", "one\ntwo", ""]) == "plain,\"a,b\",\"say \"\"hi\"\"\",\"one\ntwo\",")
    }

    @Test("starts with one byte order mark for Excel")
    func byteOrderMark() {
        #expect(written([["a"], ["b"]], byteOrderMark: true) == Array("\u{FEFF}a\r\nb\r\n".utf8))
    }

    @Test("puts an apostrophe before what a spreadsheet would run", arguments: [
        "=1+1", "=HYPERLINK(\"http://example.com\",\"x\")", "+Anna", "-2+3", "@SUM(A1)", "\t=cmd", "\r=1", "\n=1", "-", "+", "--1",
        "＝1+1", "＋1", "－1", "＠x", "-1e5", "+1*2", "'=1+1", "''@x", "-cmd|' /C calc'!A0",
    ])
    func formulas(cell: String) {
        let line = text([cell])
        #expect(line.hasPrefix("'") || line.hasPrefix("\"'"))
        #expect(rows(of: written([[cell]])).cells == [[cell]])
    }

    @Test("leaves numbers, phone numbers and all else as they are", arguments: [
        "-12.5", "-1.234,50", "+49 30 123", "+1 (202) 555-0100", "+1.5", "'s Hertogenbosch", "O'Brien", "a=b", "1-2", "株式会社", "ﾊﾝｶｸ", "",
    ])
    func harmless(cell: String) {
        #expect(text(["x", cell]) == "x,\(cell)" || text(["x", cell]) == "x,\"\(cell)\"")
    }

    @Test("comes back unchanged through the reader, with any delimiter and in any chunks")
    func roundTrip() {
        var dice = Dice(state: 42)
        let pieces = ["a", "Müller", "美咲", "😀", ",", ";", "|", "\t", "\"", "\"\"", "\n", "\r", "\r\n", "'", "=", "+", "-", "@", "1", " ", "\u{FEFF}", "＝"]
        for delimiter in TableFormat.Delimiter.allCases {
            for round in 0..<300 {
                let width = Int.random(in: 1...4, using: &dice)
                let table = (0..<4).map { _ in
                    (0..<width).map { _ in
                        (0..<Int.random(in: 0...5, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
                    }
                }
                // A header of blanks asks nothing of the rows below it, so that they need not be as wide.
                let bytes = written(table, delimiter: delimiter, byteOrderMark: round.isMultiple(of: 2))
                let read = rows(of: bytes, as: TableFormat(delimiter: delimiter), by: 1 + round % 9)
                #expect(read.cells == table)
                #expect(read.problems.isEmpty)
            }
        }
    }
}
