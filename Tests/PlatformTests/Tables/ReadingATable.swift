import Platform
import Testing

@Suite("Reading a table")
struct ReadingATable {
    @Test("takes line ends of every kind, and the last row without one", arguments: ["\n", "\r\n", "\r"])
    func lineEnds(end: String) {
        let read = rows(of: ["a,b", "1,2", "3,4"].joined(separator: end))
        #expect(read.lines == [FileLine(line: 1, cells: ["a", "b"]), FileLine(line: 2, cells: ["1", "2"]), FileLine(line: 3, cells: ["3", "4"])])
    }

    @Test("keeps delimiters, line breaks and doubled quotation marks of quoted cells")
    func quotes() {
        let read = rows(of: "a,b\n\"x,y\",\"one\r\ntwo\rthree\"\n\"say \"\"hi\"\"\",\"\"\"\"\n")
        #expect(read.lines == [
            FileLine(line: 1, cells: ["a", "b"]), FileLine(line: 2, cells: ["x,y", "one\r\ntwo\rthree"]), FileLine(line: 5, cells: ["say \"hi\"", "\""]),
        ])
    }

    @Test("leaves quotation marks inside an unquoted cell alone, and spaces behind a quoted one out")
    func looseQuotes() {
        #expect(rows(of: "size,note\n5\" pipe,\"x\"  \n").cells[1] == ["5\" pipe", "x"])
    }

    @Test("skips empty lines but counts them, and keeps rows of blank cells")
    func blankLines() {
        let read = rows(of: "a,b\r\n\r\n\r\n,\r\n1,2\r\n")
        #expect(read.map(\.line) == [1, 4, 5])
        #expect(read.map(\.isBlank) == [false, true, false])
    }

    @Test("skips a byte order mark and a separator line")
    func byteOrderMark() {
        let format = TableFormat(delimiter: .semicolon, startsWithSeparatorLine: true)
        #expect(rows(of: "\u{FEFF}sep=;\r\na;b\r\n1;2\r\n", as: format).lines == [
            FileLine(line: 2, cells: ["a", "b"]), FileLine(line: 3, cells: ["1", "2"]),
        ])
    }

    @Test("does not depend on where the chunks are cut", arguments: [
        "a,b\n1,2\n", "\u{FEFF}a,b\r\n\r\n\"x\r\n\"\"y\"\"\",é\r\nß,\"\"", "a,b\r\r\"1\"x,2\r3", "a,b\n\"open,1\n2,3\n\"4\n\"5,6\n",
        "a\n\"\"\n\0\n", "a,b\n\"x\ny\"z,1\n\"p\"  ,q", "\"", "é",
    ])
    func chunks(text: String) {
        let bytes = Array(text.utf8)
        let whole = rows(of: bytes).lines
        for size in 1..<bytes.count { #expect(rows(of: bytes, by: size).lines == whole, "in chunks of \(size)") }
    }

    @Test("does not depend on the chunks for random files either, whatever their limits")
    func randomChunks() {
        var dice = Dice(state: 7)
        let pieces = ["a", "bc", ",", ",", "\n", "\r\n", "\r", "\"", "\"", "\"\"", " ", "é", "'=1", "\0"].map { Array($0.utf8) } + [[0xFF]]
        for _ in 0..<2_000 {
            let bytes = (0..<Int.random(in: 1...60, using: &dice)).flatMap { _ in pieces.randomElement(using: &dice) ?? [] }
            let limits = TableLimits(cellBytes: Int.random(in: 3...12, using: &dice), rowBytes: 20, columns: 5)
            let whole = rows(of: bytes, limits: limits).lines
            for size in [1, 2, 3, 7] {
                #expect(rows(of: bytes, limits: limits, by: size).lines == whole, "\(bytes) \(limits) in chunks of \(size)")
            }
        }
    }

    @Test("hands a row's own error on")
    func throwing() {
        struct Enough: Error {}
        var reader = TableReader(TableFormat())
        #expect(throws: Enough.self) { try reader.read(Array("a\n1\n".utf8)) { _ throws(Enough) in throw Enough() } }
    }
}
