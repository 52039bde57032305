/// What an import looks for in a file's header: one field of a record.
public struct FieldHint: Sendable, Hashable {
    /// The field's name, by which a ``TableMapping`` knows it.
    public let name: String
    /// Other names it goes by, such as its labels in the languages of the business. Case, accents and punctuation do not matter.
    public let synonyms: [String]
    /// What it holds, for the words and shapes that go with it.
    public let kind: Kind

    public init(_ name: String, synonyms: [String] = [], kind: Kind = .text) {
        self.name = name
        self.synonyms = synonyms
        self.kind = kind
    }

    public enum Kind: Sendable, Hashable, CaseIterable {
        case text, email, phone, organization, website, notes
        /// A person's whole name, which files often cut in two or three.
        case personName
    }
}
