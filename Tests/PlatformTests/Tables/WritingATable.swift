import Platform
import Testing

@Suite("Writing a table")
struct WritingATable {
    private func written(_ rows: [[String]]) -> [UInt8] {
        let writer = TableWriter()
        var bytes: [UInt8] = []
        for row in rows { writer.append(row, to: &bytes) }
        return bytes
    }

    private func text(_ row: [String]) -> String { String(decoding: written([row]).dropLast(2), as: UTF8.self) }

    @Test("quotes only what needs it")
    func quotes() {
        #expect(text(["plain", "a,b", "say \"hi\"", "one\ntwo", ""]) == "plain,\"a,b\",\"say \"\"hi\"\"\",\"one\ntwo\",")
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

    @Test("does so too where a spreadsheet with another separator would split the cell", arguments: [
        ("x;=1+1", "x;'=1+1"), ("x;=a;y", "x;'=a;y"), ("a|@x|-b", "a|'@x|'-b"), ("a\t+b", "a\t'+b"), ("x;'=1", "x;''=1"), ("=1;=2", "'=1;'=2"),
        ("x;\"=1", "\"x;'\"\"=1\""), ("x;;=1", "x;;'=1"), ("x;＝1", "x;'＝1"),
    ])
    func parts(cell: String, line: String) {
        #expect(text([cell]) == line)
        #expect(rows(of: written([[cell]])).cells == [[cell]])
    }

    @Test("leaves numbers, phone numbers and all else as they are", arguments: [
        "-12.5", "-1.234,50", "+49 30 123", "+1 (202) 555-0100", "+1.5", "'s Hertogenbosch", "O'Brien", "a=b", "1-2", "株式会社", "ﾊﾝｶｸ", "", "12;-5;+49 30 123", "a;b=c|d", "x; =1", "x;",
    ])
    func harmless(cell: String) {
        #expect(text(["x", cell]) == "x,\(cell)" || text(["x", cell]) == "x,\"\(cell)\"")
    }

    @Test("comes back unchanged through the reader, in any chunks")
    func roundTrip() {
        var dice = Dice(state: 42)
        let pieces = ["a", "Müller", "美咲", "😀", ",", ";", "|", "\t", "\"", "\"\"", "\n", "\r", "\r\n", "'", "=", "+", "-", "@", "1", " ", "\u{FEFF}", "＝"]
        for round in 0..<1_000 {
            let width = Int.random(in: 1...4, using: &dice)
            let table = (0..<4).map { _ in
                (0..<width).map { _ in
                    (0..<Int.random(in: 0...5, using: &dice)).map { _ in pieces.randomElement(using: &dice) ?? "" }.joined()
                }
            }
            // A header of blanks asks nothing of the rows below it, so that they need not be as wide.
            let read = rows(of: written(table), by: 1 + round % 9)
            #expect(read.cells == table)
            #expect(read.problems.isEmpty)
        }
    }
}
