/// Where something leads: a path, or `mailto:…`, `tel:…`, `https://…`. In two parts, because the links of a column begin
/// alike, and a list that joined hundreds of them would take a good part of its time for it.
public struct Link: Sendable, Equatable, CustomStringConvertible, ExpressibleByStringInterpolation {
    public let start: String, end: String

    public init(_ start: String, _ end: String = "") {
        self.start = start
        self.end = end
    }

    public init(stringLiteral text: String) { self.init(text) }

    public var description: String { start + end }

    public static func == (one: Link, other: Link) -> Bool { one.description == other.description }
}
