/// Turns a template's source into nodes by the rules of the Mustache specification
/// (<https://github.com/mustache/spec>), inheritance included. Lambdas and dynamic names are left
/// out on purpose: a template holds no code, and every name is known when the server starts.
struct Parser {
    private var scanner: Scanner
    private var lines: Lines

    static func parse(_ source: [UInt8], file: String) throws(TemplateError) -> [Node] {
        var parser = Parser(scanner: Scanner(source, file: file), lines: Lines(source))
        return try parser.nodes(in: nil).nodes
    }

    /// The nodes up to the tag that closes `opener`, or up to the end of the source.
    private mutating func nodes(in opener: Tag?) throws(TemplateError) -> (nodes: [Node], end: Range<Int>) {
        var nodes: [Node] = []
        while let tag = try scanner.next() {
            switch tag.kind {
            case .comment, .delimiters:
                lines.skip(tag, &nodes)
            case .variable, .raw:
                lines.begin(tag, &nodes)
                nodes.append(.variable(tag.name, raw: tag.kind == .raw))
            case .section, .inverted:
                lines.skip(tag, &nodes)
                let body = try self.nodes(in: tag).nodes
                nodes.append(.section(tag.name, inverted: tag.kind == .inverted, body))
            case .partial:
                let indent = lines.skip(tag, &nodes)
                nodes.append(.include(Include(name: tag.name, indent: indent, blocks: [])))
            case .parent: try parent(tag, &nodes)
            case .block: try block(tag, &nodes)
            case .close:
                try close(tag, opener)
                lines.end(tag, ofBlock: opener?.kind == .block, &nodes)
                return (nodes, tag.range)
            }
        }
        if let opener { throw unclosed(opener) }
        lines.finish(&nodes)
        return (nodes, lines.source.count..<lines.source.count)
    }

    /// `{{<layout}} … {{/layout}}`: of what stands between, only the blocks count.
    private mutating func parent(_ tag: Tag, _ nodes: inout [Node]) throws(TemplateError) {
        let lead = lines.approach(tag, &nodes)
        var blocks: [Block] = []
        while let inner = try scanner.next() {
            switch inner.kind {
            case .comment, .delimiters: continue
            case .block: blocks.append(try argument(inner))
            case .close:
                try close(inner, tag)
                let alone = lead != nil && lines.endsLine(inner.range.upperBound)
                lines.leave(inner, line: alone)
                if !alone, let lead { nodes.append(.line(lead)) }
                nodes.append(.include(Include(name: tag.name, indent: alone ? lead : nil, blocks: blocks)))
                return
            default:
                throw error(inner, "Only blocks belong between “<\(tag.name.text)” and its end; put this tag into one.")
            }
        }
        throw unclosed(tag)
    }

    /// A block inside a parent tag: what replaces the block of that name in the parent.
    private mutating func argument(_ tag: Tag) throws(TemplateError) -> Block {
        let outer = lines.strip
        let startsLine = lines.leave(tag)
        if startsLine { lines.stripIndentation() }
        let body = try nodes(in: tag).nodes
        lines.strip = outer
        return Block(name: tag.name, file: scanner.file, indent: nil, lead: [], startsLine: startsLine, body: body)
    }

    /// A block that a template inheriting from this one may replace.
    private mutating func block(_ tag: Tag, _ nodes: inout [Node]) throws(TemplateError) {
        let ownLine = lines.isAlone(tag)
        let lead = lines.approach(tag, &nodes)
        lines.leave(tag, line: ownLine)
        let inner = lines.indentation
        let (body, end) = try self.nodes(in: tag)
        let alone = lead != nil && lines.endsLine(end.upperBound)
        if !alone, !ownLine, let lead { nodes.append(.line(lead)) }
        nodes.append(.block(Block(
            name: tag.name, file: scanner.file, indent: alone ? (ownLine ? inner : lead) : nil,
            lead: alone && !ownLine ? lead ?? [] : [], startsLine: ownLine, body: body
        )))
    }

    private func close(_ tag: Tag, _ opener: Tag?) throws(TemplateError) {
        guard let opener else {
            throw error(tag, "“/\(tag.name.text)” closes nothing; remove it or open “\(tag.name.text)” before it.")
        }
        guard opener.name.text == tag.name.text else {
            throw error(tag, "“/\(tag.name.text)” stands where “\(opener.name.text)” of line \(opener.name.line) has to be closed first.")
        }
    }

    private func unclosed(_ tag: Tag) -> TemplateError {
        error(tag, "“\(tag.name.text)” is never closed; add “{{/\(tag.name.text)}}”.")
    }

    private func error(_ tag: Tag, _ message: String) -> TemplateError {
        TemplateError(scanner.file, tag.name.line, message)
    }
}
