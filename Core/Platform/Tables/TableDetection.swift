extension TableFormat {
    /// How many of a file's first bytes ``detect(_:)`` looks at.
    public static let headLength = 1 << 16

    /// Finds out how a table file is written.
    ///
    /// - UTF-16 by its byte order mark or by NUL in every other byte; Windows-1252 where bytes are no UTF-8 but
    ///   look like single accented letters; else UTF-8, and what is not becomes a problem of its row.
    /// - The delimiter is the one that gives most rows as many cells as the header, or what a `sep=` line says.
    /// - Parameter head: the file's first ``headLength`` bytes; fewer only when the file has no more.
    /// - Throws: `TableError` when it is no table or has no rows.
    public static func detect(_ head: [UInt8]) throws(TableError) -> TableFormat {
        if let kind = FileKind(head) { throw .foreign(kind) }
        let isWhole = head.count < headLength
        var format = TableFormat(encoding: TextEncoding(detectedIn: head))
        let text = format.text(of: head)
        try checkIsText(text)
        if let delimiter = separatorLine(text) {
            format.delimiter = delimiter
            format.startsWithSeparatorLine = true
        } else {
            format.delimiter = likeliestDelimiter(text, isWhole: isWhole)
        }
        try format.checkHasRows(head, isWhole: isWhole)
        return format
    }

    private func text(of head: [UInt8]) -> [UInt8] {
        var decoder = TextDecoder(encoding)
        var text: [UInt8] = []
        decoder.decode(head, into: &text)
        return text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
    }

    /// A table has no control characters; a few in its rows are for the list of wrong rows, many mean another kind of file.
    private static func checkIsText(_ text: [UInt8]) throws(TableError) {
        let isControl = { (byte: UInt8) in byte < 0x20 && !(0x09...0x0D).contains(byte) || byte == 0x7F }
        let controls = text.count(where: isControl)
        let header = text.prefix { $0 != .lineFeed && $0 != .carriageReturn }
        if header.contains(where: isControl) || controls > max(8, text.count / 50) { throw .notText }
    }

    private static func separatorLine(_ text: [UInt8]) -> Delimiter? {
        let line = text.prefix { $0 != .lineFeed && $0 != .carriageReturn }
        guard line.count == 5, line.starts(with: Array("sep=".utf8)), let last = line.last else { return nil }
        return Delimiter(rawValue: last)
    }

    private func checkHasRows(_ head: [UInt8], isWhole: Bool) throws(TableError) {
        let rows = sample(of: head, isWhole: isWhole)
        guard let header = rows.first else {
            if isWhole { throw .empty }
            throw .headerTooLong
        }
        if isWhole, rows.allSatisfy({ $0.strings.allSatisfy { $0.allSatisfy(\.isWhitespace) } }) { throw .empty }
        if header.problem?.reason == .notText { throw .notText }
        if isWhole, rows.count == 1 { throw .onlyHeader }
    }

    /// At a tie the rarer character wins, because it was hardly put there by chance. A table of one column has none.
    private static func likeliestDelimiter(_ text: [UInt8], isWhole: Bool) -> Delimiter {
        var best = (delimiter: Delimiter.comma, fit: 0.0)
        for delimiter in [Delimiter.tab, .pipe, .semicolon, .comma] {
            let fit = fit(delimiter, text, isWhole: isWhole)
            if fit > best.fit { best = (delimiter, fit) }
        }
        return best.delimiter
    }

    /// How well a delimiter explains the text, 0 to 1: the share of rows as wide as the header, more for wider ones,
    /// so that a comma in every name of a table with five columns does not win.
    private static func fit(_ delimiter: Delimiter, _ text: [UInt8], isWhole: Bool) -> Double {
        let rows = TableFormat(delimiter: delimiter).sample(of: text, isWhole: isWhole)
        guard let header = rows.first, header.count > 1 else { return 0 }
        let share = Double(rows.count { $0.count == header.count }) / Double(rows.count)
        return share * (1 - 1 / Double(header.count))
    }

    private func sample(of head: [UInt8], isWhole: Bool) -> [TableRow] {
        var reader = TableReader(self)
        var rows: [TableRow] = []
        reader.read(head) { rows.append($0) }
        if isWhole { reader.finish { rows.append($0) } }
        return rows
    }
}
