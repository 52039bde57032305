/// Facts that belong together.
public struct FactGroup: Sendable {
    public let title: String
    public let facts: [Fact]

    public init(_ title: String, _ facts: [Fact]) {
        self.title = title
        self.facts = facts
    }
}

/// A label and its value. Fills `templates/records/fact.mustache`.
public struct Fact: Sendable {
    public let label: String
    /// Empty when nothing is known.
    public let text: String
    public let link: Link?
    public let isLong: Bool
    /// The badge's colour, when it is one.
    public let tone: String?
    /// The moment behind a relative time, ISO 8601, when it is one.
    public let moment: String?
    /// Where the picture is, when it is one.
    public let image: String?

    /// - Parameters:
    ///   - isLong: whether lines and paragraphs are kept.
    ///   - moment: ISO 8601 in UTC, when `text` is a relative time.
    public init(
        _ label: String, _ text: String, link: Link? = nil, isLong: Bool = false,
        tone: Tone? = nil, moment: String? = nil, image: String? = nil
    ) {
        self.label = label
        self.text = text
        self.link = link
        self.isLong = isLong
        self.tone = tone?.rawValue
        self.moment = moment
        self.image = image
    }
}
