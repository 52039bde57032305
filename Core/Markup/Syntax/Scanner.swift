/// A tag of a template's source.
struct Tag {
    enum Kind {
        case variable, raw, section, inverted, close, partial, parent, block, comment, delimiters
    }

    let kind: Kind
    let name: Name
    /// The bytes it takes, delimiters included.
    let range: Range<Int>
}

/// Finds the tags of a template one after the other, as its delimiters change.
struct Scanner {
    let source: [UInt8]
    let file: String
    private var position = 0
    private var line = 1
    private var open = Array("{{".utf8)
    private var close = Array("}}".utf8)

    init(_ source: [UInt8], file: String) {
        self.source = source
        self.file = file
    }

    /// - Throws: when a tag is not closed, has no name or an impossible one.
    mutating func next() throws(TemplateError) -> Tag? {
        guard let start = find(open, from: position) else { return nil }
        advance(to: start)
        let kind = kind(after: start + open.count)
        let inner = start + open.count + kind.sigil
        guard let end = find(kind.ending + close, from: inner) else {
            throw error("This tag is never closed; add “\(text(kind.ending + close))”.")
        }
        let content = text(source[inner..<end]).trimmed
        let tag = Tag(
            kind: kind.kind, name: Name(text: content, line: line),
            range: start..<(end + kind.ending.count + close.count)
        )
        try accept(tag)
        advance(to: tag.range.upperBound)
        return tag
    }

    /// The kind a tag's first character stands for, how many bytes that takes, and what has to
    /// come before the closing delimiter because of it.
    private func kind(after start: Int) -> (kind: Tag.Kind, sigil: Int, ending: [UInt8]) {
        var at = start
        while at < source.count, source[at].isSpace { at += 1 }
        guard at < source.count else { return (.variable, 0, []) }
        let sigil = at - start + 1
        return switch source[at] {
        case UInt8(ascii: "#"): (.section, sigil, [])
        case UInt8(ascii: "^"): (.inverted, sigil, [])
        case UInt8(ascii: "/"): (.close, sigil, [])
        case UInt8(ascii: ">"): (.partial, sigil, [])
        case UInt8(ascii: "<"): (.parent, sigil, [])
        case UInt8(ascii: "$"): (.block, sigil, [])
        case UInt8(ascii: "!"): (.comment, sigil, [])
        case UInt8(ascii: "&"): (.raw, sigil, [])
        case UInt8(ascii: "="): (.delimiters, sigil, [UInt8(ascii: "=")])
        case UInt8(ascii: "{"): (.raw, sigil, [UInt8(ascii: "}")])
        default: (.variable, 0, [])
        }
    }

    private mutating func accept(_ tag: Tag) throws(TemplateError) {
        let words = tag.name.text.split { $0.isWhitespace }
        switch tag.kind {
        case .comment: return
        case .delimiters:
            guard words.count == 2, !tag.name.text.utf8.contains(UInt8(ascii: "=")) else {
                throw error("Delimiters are set as two words without “=”, as in “{{=<% %>=}}”.")
            }
            open = Array(words[0].utf8)
            close = Array(words[1].utf8)
        default:
            guard words.count == 1 else {
                throw error(words.isEmpty ? "This tag has no name." : "“\(tag.name.text)” is not a name: a name has no spaces.")
            }
        }
    }

    private mutating func advance(to end: Int) {
        while position < end {
            if source[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
    }

    private func find(_ needle: [UInt8], from start: Int) -> Int? {
        guard start + needle.count <= source.count else { return nil }
        return (start...(source.count - needle.count)).first { source[$0...].starts(with: needle) }
    }

    private func text(_ bytes: some Sequence<UInt8> & Collection) -> String { String(decoding: bytes, as: UTF8.self) }

    private func error(_ message: String) -> TemplateError { TemplateError(file, line, message) }
}

extension UInt8 {
    /// White space within a line.
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }
    var isSpace: Bool { isBlank || self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }
}

extension String {
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
