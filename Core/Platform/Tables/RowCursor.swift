/// Where the scanning of a row stands. It never goes back to the start of a row when more bytes come,
/// so a large cell in small chunks costs no more than in one.
///
/// All positions are indices into the bytes at hand, of which ``rebase()`` drops what is no longer needed.
struct RowCursor: Sendable {
    enum State {
        case cellStart, plain
        /// Between quotation marks; right behind one, which may be the first of a doubled pair; and behind the last one.
        case quoted, quoteSeen, closed
    }

    let delimiter: UInt8
    let limits: TableLimits
    /// Whether lines are rows, so that a line break inside a cell begins none.
    let countsRows: Bool
    var state = State.cellStart
    var position = 0
    var line = 1
    /// The last carriage return, because a line feed right behind it belongs to it.
    var lastReturn = -2

    var rowStart = 0
    var rowLine = 1
    var rowIsOver = false
    var cells: [TableRow.Cell] = []
    var problem: RowProblem?
    /// Past a limit the rest of the row is only walked over.
    var isSkipping = false
    /// All bytes of the row or'ed together: at least 0x80 when some are not ASCII.
    var union: UInt8 = 0

    var cellStart = 0
    var quote = Quote(line: 0)

    /// The quoted cell being read.
    struct Quote {
        var line: Int
        var firstBreak: Int?
        var end = 0
        var isEscaped = false
    }

    init(delimiter: UInt8, limits: TableLimits, countsRows: Bool) {
        self.delimiter = delimiter
        self.limits = limits
        self.countsRows = countsRows
    }

    /// Forgets a row that was handed out. Not done when it ends, because until then the row shares `cells`.
    mutating func startRow() {
        guard rowIsOver else { return }
        rowIsOver = false
        cells.removeAll(keepingCapacity: true)
        problem = nil
        isSkipping = false
        union = 0
        rowStart = position
        rowLine = line
        startCell(at: position)
    }

    /// The row that ``scanRow(_:atEnd:)`` went over.
    func row(of bytes: [UInt8]) -> TableRow {
        TableRow(line: rowLine, problem: problem ?? notText(in: bytes), bytes: bytes, cells: cells)
    }

    /// Walks on to the end of the row; false when the bytes end before it does.
    mutating func scanRow(_ bytes: UnsafeBufferPointer<UInt8>, atEnd: Bool) -> Bool {
        repeat {
            while position < bytes.count, !rowIsOver {
                switch state {
                case .cellStart: openCell(bytes)
                case .plain: scanPlain(bytes)
                case .quoted: scanQuoted(bytes)
                case .quoteSeen, .closed: scanBehindQuote(bytes)
                }
            }
            checkCellLength()
            if atEnd, position == bytes.count { end() }
        } while !rowIsOver && position < bytes.count
        return rowIsOver
    }

    /// The bytes that are no longer needed, all positions being set to what they are without them.
    mutating func rebase() -> Range<Int> {
        startRow()
        let kept = isSkipping ? cells.last?.end ?? rowStart : 0
        let dropped = isSkipping ? kept..<position : 0..<rowStart
        if dropped.isEmpty { return dropped }
        if !isSkipping {
            rowStart = 0
            cells = cells.map { .init(start: $0.start - dropped.count, end: $0.end - dropped.count, isEscaped: $0.isEscaped) }
        }
        position -= dropped.count
        cellStart -= dropped.count
        lastReturn -= dropped.count
        quote.end -= dropped.count
        quote.firstBreak = quote.firstBreak.map { $0 - dropped.count }
        return dropped
    }
}

// MARK: - Rows

extension RowCursor {
    mutating func endRow(with byte: UInt8, at index: Int) {
        countLine(byte, at: index)
        position = index + 1
        rowIsOver = true
        if index == rowStart, !isSkipping { startRow() }  // an empty line
    }

    mutating func countLine(_ byte: UInt8, at index: Int) {
        if byte == .carriageReturn {
            lastReturn = index
        } else if lastReturn == index - 1 {
            return
        }
        line += 1
    }

    /// The file ends here.
    mutating func end() {
        if rowIsOver { return }
        switch state {
        case .cellStart, .plain:
            if position == rowStart, !isSkipping { return }
            endCell(at: position)
        case .quoted:
            if giveUpQuote() { return }
            insist(.unclosedQuote, line: quote.line, column: cells.count)
            endCell(at: position)
        case .quoteSeen, .closed:
            if endQuotedCell() { return }
        }
        rowIsOver = true
    }
}
