/// A piece of a parsed template, in the order of its source.
indirect enum Node: Sendable {
    /// A line begins here, with this white space of its own. Lines that hold nothing but a
    /// standalone tag have no such node, so an indented partial knows where to indent.
    case line([UInt8])
    case text([UInt8])
    case variable(Name, raw: Bool)
    case section(Name, inverted: Bool, [Node])
    case include(Include)
    case block(Block)
}

/// A name in a tag, and where it stands.
struct Name: Sendable {
    let text: String
    let line: Int
}

/// A partial, or a parent with the blocks that it is given.
struct Include: Sendable {
    let name: Name
    /// The white space before the tag, when it is standalone: each line of the included template
    /// is indented by it. `nil` for a tag within a line.
    let indent: [UInt8]?
    let blocks: [Block]
}

/// A part of a template that a template inheriting from it may replace; inside a parent tag, the
/// replacement. A class, because being the same block is a matter of identity.
final class Block: Sendable {
    let name: Name
    let file: String
    /// When the block stands alone on its lines: what each line of a replacement is indented by.
    let indent: [UInt8]?
    /// The white space before a block that opens and closes within its own line.
    let lead: [UInt8]
    /// Whether the content begins on a line after the tag.
    let startsLine: Bool
    let body: [Node]

    init(name: Name, file: String, indent: [UInt8]?, lead: [UInt8], startsLine: Bool, body: [Node]) {
        self.name = name
        self.file = file
        self.indent = indent
        self.lead = lead
        self.startsLine = startsLine
        self.body = body
    }
}
