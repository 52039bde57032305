public import FoundationEssentials

/// A record in which the address or the number of a person stands.
public struct FoundRecord: Sendable {
    public let module: String, table: String
    public let id: UUID
    /// What it is called.
    public let title: String
    public let isDeleted: Bool
    /// Whether it is about them: it stands in a field for addresses or numbers, and the records have personal fields. Elsewhere
    /// only the address or number itself is taken out.
    public let isTheirs: Bool
    /// Why it is kept as it is; nil for one that is not.
    public let ground: Phrase?

    /// What a form names it by.
    public var key: String { "\(table):\(id.text)" }
}

/// What was found of a person.
public struct Findings: Sendable {
    /// In the modules' order.
    public let records: [FoundRecord]
    /// Whether there are more of some kind than are looked at together: then the rest is found the next time.
    public let hasMore: Bool

    /// Of one kind, at most.
    public static let most = 500
}
