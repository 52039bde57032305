import Platform
import Testing

@Suite("A row written wrongly")
struct RowsWrittenWrongly {
    @Test("costs only its own line when a quotation mark is never closed")
    func unclosed() {
        #expect(rows(of: "Name,Email\n\"Anna,a@example.com\nBjörn,b@example.com\n").lines == [
            FileLine(line: 1, cells: ["Name", "Email"]),
            FileLine(line: 2, cells: ["Anna,a@example.com"], problem: RowProblem(.unclosedQuote, line: 2, column: 0)),
            FileLine(line: 3, cells: ["Björn", "b@example.com"]),
        ])
    }

    @Test("costs only its own line when a later row's quotation mark seems to close it")
    func closedByAnother() {
        let read = rows(of: "Name,Firm\r\n\"Anna,x\r\nBjörn,\"Müller, KG\"\r\n\"Carl\",y\r\n")
        #expect(read.problems == [RowProblem(.unclosedQuote, line: 2, column: 0)])
        #expect(read.cells[2...] == [["Björn", "Müller, KG"], ["Carl", "y"]])
    }

    @Test("names the line on which the quotation mark opened, below the row's first")
    func lineOfTheQuote() {
        let read = rows(of: "a,b\n\"1\n2\",\"open\n3,4\n")
        #expect(read.lines[1] == FileLine(line: 2, cells: ["1\n2", "open"], problem: RowProblem(.unclosedQuote, line: 3, column: 1)))
        #expect(read.lines[2] == FileLine(line: 4, cells: ["3", "4"]))
    }

    @Test("is recovered from even when a file has nothing but open quotation marks, without taking ages")
    func manyUnclosed() {
        let text = "a,b\n" + String(repeating: "\"x,1\ny,\"\"2\n", count: 20_000)
        let read = rows(of: text)
        #expect(read.count { $0.strings.first == "y" } == 20_000)
        #expect(read.count { $0.problem?.reason == .unclosedQuote } == 20_000)
    }

    @Test("is reported for text behind a closing quotation mark")
    func textAfterQuote() {
        let read = rows(of: "a,b\n\"Anna\" Smith,1\n3,4\n")
        #expect(read.problems == [RowProblem(.textAfterQuote, line: 2, column: 0)])
        #expect(read.cells.last == ["3", "4"])
    }

    @Test("is reported for bytes that are no UTF-8, with their column")
    func invalidUTF8() {
        let read = rows(of: Array("Name,Email\nGood,g@example.com\nx,Bad".utf8) + [0xFF, 0xFE, 0x80] + Array(",é\né,ok\n".utf8))
        #expect(read.problems == [RowProblem(.notText, line: 3, column: 1)])
        #expect(read.cells[3] == ["é", "ok"])
    }

    @Test("is reported for UTF-16 that stops in the middle or has half a surrogate pair")
    func invalidUTF16() {
        let format = TableFormat(encoding: .utf16LittleEndian)
        let half: [UInt8] = [0x3D, 0xD8]
        #expect(rows(of: "a\nb".utf16Bytes() + [0x41], as: format).problems == [RowProblem(.notText, line: 2, column: 0)])
        #expect(rows(of: "a\nb".utf16Bytes() + half, as: format).problems == [RowProblem(.notText, line: 2, column: 0)])
        #expect(rows(of: "a\nb".utf16Bytes() + half + "c\nd\n".utf16Bytes(), as: format).lines.map(\.problem?.line) == [nil, 2, nil])
    }

    @Test("is reported for a NUL byte, with its column")
    func nul() {
        #expect(rows(of: "a,b\n1,x\0y\n\"\0\",2\n").problems == [RowProblem(.nulByte, line: 2, column: 1), RowProblem(.nulByte, line: 3, column: 0)])
    }

    @Test("is reported for cells beyond the header's, unless they are blank")
    func tooMany() {
        let read = rows(of: "a,b\n1,2,,3\n1,2,,\n")
        #expect(read.problems == [RowProblem(.tooManyCells(found: 4, expected: 2), line: 2, column: 3)])
    }

    @Test("is reported for fewer cells than the header names")
    func tooFew() {
        #expect(rows(of: "a,b,,\n1,2\n1\n").problems == [RowProblem(.tooFewCells(found: 1, expected: 2), line: 3)])
    }

    @Test("is reported for a cell past the limit, quoted or not, and the next row is right")
    func longCell() {
        let limits = TableLimits(cellBytes: 10, rowBytes: 100)
        for cell in [String(repeating: "x", count: 11), "\"\(String(repeating: "x", count: 11))\n\"", "\"01234567890\"\"\""] {
            let read = rows(of: "a,b\n\(cell),1\n\"0123456789\",4\n", limits: limits)
            #expect(read.problems == [RowProblem(.cellTooLong(limit: 10), line: 2, column: 0)])
            #expect(read.cells.last == ["0123456789", "4"])
        }
    }

    @Test("takes a quoted cell of many lines for an unclosed one when nothing closes it within the limit")
    func longLines() {
        let read = rows(of: "a,b\n\"open,1\n" + String(repeating: "x,2\n", count: 50), limits: TableLimits(cellBytes: 40))
        #expect(read.problems == [RowProblem(.unclosedQuote, line: 2, column: 0)])
        #expect(read.count == 52)
    }

    @Test("does not hold the rows behind it up until the file ends")
    func comesEarly() {
        var reader = TableReader(TableFormat(), limits: TableLimits(cellBytes: 40))
        var read: [TableRow] = []
        reader.read(Array(("a,b\n\"open,1\n" + String(repeating: "x,2\n", count: 50)).utf8)) { read.append($0) }
        #expect(read.count == 52)
    }

    @Test("is reported for too many bytes or cells in the row")
    func longRow() {
        let limits = TableLimits(cellBytes: 10, rowBytes: 20, columns: 4)
        let read = rows(of: "a,b,c,d\n12345678,12345678,12345678\n,,,,,,,,,,,,,,,\n1,2,3,4\n", limits: limits)
        #expect(read.problems == [RowProblem(.rowTooLong, line: 2), RowProblem(.rowTooLong, line: 3)])
        #expect(read.cells.last == ["1", "2", "3", "4"])
    }

    @Test("explains itself in a sentence")
    func sentences() {
        #expect(RowProblem(.tooFewCells(found: 1, expected: 4), line: 9).message == "The row has only 1 of 4 cells.")
    }

    @Test("is none for a cell of a megabyte")
    func megabyte() {
        let large = String(repeating: "x", count: 1_000_000)
        let read = rows(of: Array("Name,Notes\r\nAnna,\(large)\r\nBjörn,short\r\n".utf8), by: 1_000)
        #expect(read.problems.isEmpty)
        #expect(read.cells[1] == ["Anna", large])
    }
}
