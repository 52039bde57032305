extension RowCursor {
    mutating func startCell(at start: Int) {
        cellStart = start
        state = .cellStart
    }

    mutating func openCell(_ bytes: UnsafeBufferPointer<UInt8>) {
        if bytes[position] == .lineFeed, position == rowStart, lastReturn == position - 1 {
            // Settled here because every CRLF ends so; else it would be an empty line, with the same outcome.
            position += 1
            rowStart = position
            cellStart = position
        } else if bytes[position] == .quotationMark {
            position += 1
            cellStart = position
            quote = Quote(line: line)
            state = .quoted
        } else {
            state = .plain
        }
    }

    mutating func scanPlain(_ bytes: UnsafeBufferPointer<UInt8>) {
        let delimiter = delimiter
        var union: UInt8 = 0
        var index = position
        defer { self.union |= union }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == delimiter {
                endCell(at: index)
                index += 1
                cellStart = index
                guard index < bytes.count, bytes[index] != .quotationMark else {
                    position = index
                    state = .cellStart
                    return
                }
                continue
            }
            if byte <= .carriageReturn {
                if byte == .lineFeed || byte == .carriageReturn {
                    endCell(at: index)
                    return endRow(with: byte, at: index)
                }
                if byte == 0 { note(.nulByte) }
            }
            union |= byte
            index += 1
        }
        position = index
    }

    mutating func scanQuoted(_ bytes: UnsafeBufferPointer<UInt8>) {
        var union: UInt8 = 0
        var index = position
        defer { self.union |= union }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == .quotationMark {
                state = .quoteSeen
                quote.end = index
                position = index + 1
                return
            }
            if byte <= .carriageReturn {
                if byte == .lineFeed || byte == .carriageReturn {
                    if quote.firstBreak == nil { quote.firstBreak = index }
                    if !countsRows { countLine(byte, at: index) }
                } else if byte == 0 {
                    note(.nulByte)
                }
            }
            union |= byte
            index += 1
        }
        position = index
    }

    mutating func scanBehindQuote(_ bytes: UnsafeBufferPointer<UInt8>) {
        let byte = bytes[position]
        switch byte {
        case .quotationMark where state == .quoteSeen:
            quote.isEscaped = true
            state = .quoted
            position += 1
        case delimiter:
            guard !endQuotedCell() else { return }
            position += 1
            startCell(at: position)
        case .lineFeed, .carriageReturn:
            guard !endQuotedCell() else { return }
            endRow(with: byte, at: position)
        case 0x20:
            state = .closed
            position += 1
        default:
            guard !giveUpQuote() else { return }
            note(.textAfterQuote, line: quote.line)
            state = .plain
        }
    }

    /// Ends the quoted cell at its closing mark; true when it was too large to be one and is read again as an unclosed one.
    mutating func endQuotedCell() -> Bool {
        if quote.end - cellStart > limits.cellBytes, giveUpQuote() { return true }
        endCell(at: quote.end, isEscaped: quote.isEscaped)
        return false
    }

    mutating func endCell(at end: Int, isEscaped: Bool = false) {
        if isSkipping { return }
        if end - cellStart > limits.cellBytes {
            skip(.cellTooLong(limit: limits.cellBytes), column: cells.count)
        } else if cells.count == limits.columns || end - rowStart > limits.rowBytes {
            skip(.rowTooLong)
        } else {
            cells.append(.init(start: cellStart, end: end, isEscaped: isEscaped))
        }
    }
}
