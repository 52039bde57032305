extension RowCursor {
    /// The row keeps the first problem of this kind: those that leave it whole.
    mutating func note(_ reason: RowProblem.Reason, line: Int? = nil) {
        if problem == nil { problem = RowProblem(reason, line: line ?? self.line, column: cells.count) }
    }

    /// Puts a problem that cuts the row off before all others, so that it does not matter which is met first:
    /// a limit is noticed sooner when chunks are small.
    mutating func insist(_ reason: RowProblem.Reason, line: Int, column: Int?) {
        problem = RowProblem(reason, line: line, column: column)
    }

    mutating func skip(_ reason: RowProblem.Reason, column: Int? = nil) {
        if problem?.reason != .unclosedQuote { insist(reason, line: rowLine, column: column) }
        isSkipping = true
    }

    /// Takes the quotation mark that opened the cell for a slip and goes back to the end of its line, where the
    /// row then ends. False when the cell is still on that line.
    ///
    /// Each byte is gone over twice at most: between the two marks all others are doubled, and doubled marks
    /// never open a cell without closing it.
    mutating func giveUpQuote() -> Bool {
        guard let firstBreak = quote.firstBreak, !isSkipping, firstBreak - cellStart <= limits.cellBytes else { return false }
        insist(.unclosedQuote, line: quote.line, column: cells.count)
        line = quote.line
        position = firstBreak
        lastReturn = -2
        state = .plain
        return true
    }

    /// Keeps a cell that does not end from filling the memory.
    mutating func checkCellLength() {
        guard !rowIsOver, !isSkipping, position - cellStart > limits.cellBytes else { return }
        switch state {
        case .quoted:
            if giveUpQuote() { return }
        case .quoteSeen, .closed:
            if quote.end - cellStart <= limits.cellBytes { return }
            if giveUpQuote() { return }
        case .cellStart, .plain: break
        }
        skip(.cellTooLong(limit: limits.cellBytes), column: cells.count)
    }

    func notText(in bytes: [UInt8]) -> RowProblem? {
        guard union >= 0x80, let last = cells.last else { return nil }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span.extracting(rowStart..<last.end))
            return nil
        } catch {
            let wrong = rowStart + error.byteOffsets.lowerBound
            return RowProblem(.notText, line: rowLine, column: cells.firstIndex { wrong < $0.end })
        }
    }
}
