/// The text between tags, line by line: which tags stand alone, and what white space goes with
/// them, as the specification's summary of white space says
/// (<https://github.com/mustache/spec/blob/master/specs/whitespace.md>).
struct Lines {
    let source: [UInt8]
    /// Up to here the source has become nodes.
    private var position = 0
    /// The indentation that every line of the block at hand has in common and loses.
    var strip: [UInt8] = []

    init(_ source: [UInt8]) {
        self.source = source
    }

    /// Takes the text before a tag that is part of its line, and steps over the tag.
    mutating func begin(_ tag: Tag, _ nodes: inout [Node]) {
        text(to: tag.range.lowerBound, &nodes)
        if startsLine(position) { nodes.append(.line([])) }
        position = tag.range.upperBound
    }

    /// Steps over a tag, and over its whole line when nothing else stands there.
    /// - Returns: the white space before a tag that stands alone.
    @discardableResult
    mutating func skip(_ tag: Tag, _ nodes: inout [Node]) -> [UInt8]? {
        guard isAlone(tag) else {
            begin(tag, &nodes)
            return nil
        }
        let lead = approach(tag, &nodes)
        leave(tag)
        return lead
    }

    /// Takes the text before a tag whose own white space is decided on later.
    /// - Returns: that white space, when nothing else precedes the tag on its line.
    mutating func approach(_ tag: Tag, _ nodes: inout [Node]) -> [UInt8]? {
        let start = blankStart(tag.range.lowerBound)
        guard startsLine(start) else {
            text(to: tag.range.lowerBound, &nodes)
            return nil
        }
        text(to: start, &nodes)
        return stripped(source[start..<tag.range.lowerBound])
    }

    /// Steps over a tag and, when nothing follows it there, over the rest of its line.
    /// - Returns: whether nothing followed.
    @discardableResult
    mutating func leave(_ tag: Tag, line: Bool = true) -> Bool {
        let end = line ? lineEnd(tag.range.upperBound) : nil
        position = end ?? tag.range.upperBound
        return end != nil
    }

    /// Steps over the tag that closes a section or block. A block's last line break belongs to its
    /// content, so a line that only closes it begins no new line of it.
    mutating func end(_ tag: Tag, ofBlock: Bool, _ nodes: inout [Node]) {
        guard ofBlock, !isAlone(tag), startsLine(blankStart(tag.range.lowerBound)) else {
            skip(tag, &nodes)
            return
        }
        _ = approach(tag, &nodes)
        position = tag.range.upperBound
    }

    /// Takes the text after the last tag.
    mutating func finish(_ nodes: inout [Node]) {
        text(to: source.count, &nodes)
    }

    func isAlone(_ tag: Tag) -> Bool {
        startsLine(blankStart(tag.range.lowerBound)) && endsLine(tag.range.upperBound)
    }

    func endsLine(_ end: Int) -> Bool { lineEnd(end) != nil }

    /// The white space the current line begins with.
    var indentation: [UInt8] { stripped(source[position...].prefix(while: \.isBlank)) }

    /// From here on, lines lose the indentation of the current one.
    mutating func stripIndentation() {
        let own = Array(source[position...].prefix(while: \.isBlank))
        if own.starts(with: strip) { strip = own }
    }

    private mutating func text(to end: Int, _ nodes: inout [Node]) {
        while position < end {
            if startsLine(position) {
                let blanks = source[position..<end].prefix(while: \.isBlank)
                nodes.append(.line(stripped(blanks)))
                position = blanks.endIndex
            }
            let line = source[position..<end]
            let stop = line.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? end
            if position < stop { nodes.append(.text(Array(line[..<stop]))) }
            position = stop
        }
    }

    private func stripped(_ blanks: ArraySlice<UInt8>) -> [UInt8] {
        Array(blanks.starts(with: strip) ? blanks.dropFirst(strip.count) : blanks)
    }

    private func startsLine(_ index: Int) -> Bool {
        index == 0 || source[index - 1] == UInt8(ascii: "\n")
    }

    /// Where the blanks that end at `index` begin.
    private func blankStart(_ index: Int) -> Int {
        var start = index
        while start > 0, source[start - 1].isBlank { start -= 1 }
        return start
    }

    /// The beginning of the next line, when only blanks follow `index` on its own.
    private func lineEnd(_ index: Int) -> Int? {
        var end = index
        while end < source.count, source[end].isBlank { end += 1 }
        if end < source.count, source[end] == UInt8(ascii: "\r") { end += 1 }
        if end == source.count { return end }
        return source[end] == UInt8(ascii: "\n") ? end + 1 : nil
    }
}
