/// Text that is sent as it is. Everything else is escaped, so only Markup can make one: by
/// rendering a template, or from a literal that was already in the source code.
public struct HTML: Sendable, Hashable {
    let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Markup written out in the source code.
    public init(_ literal: StaticString) {
        bytes = literal.withUTF8Buffer(Array.init)
    }
}

extension HTML: ExpressibleByStringLiteral {
    public init(stringLiteral literal: StaticString) {
        self.init(literal)
    }
}

extension HTML: CustomStringConvertible {
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
