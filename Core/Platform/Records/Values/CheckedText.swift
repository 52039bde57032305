import Postgres

/// Text of a certain form, stored as it was written.
protocol CheckedText: FieldValue, PostgresCodable {
    var text: String { get }
    /// What a person is told whose text is none.
    static var problem: Phrase { get }

    /// - Returns: nil when the text is not of this form.
    init?(_ text: String)
    /// What is stored was checked when it came in; what an older rule let in must still be readable.
    init(stored text: String)
}

extension CheckedText {
    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Self {
        guard let value = Self(text) else { throw FieldProblem(problem) }
        return value
    }

    public static func reader(_ reading: Reading) -> @Sendable (inout Row) throws -> Shown {
        { row in Shown(try row.next(String?.self) ?? "") }
    }

    public func shown(_ reading: Reading) -> String { text }
    public var plain: String { text }
    public init?(plain: String) { self.init(stored: plain) }

    public static var postgresType: PostgresType { String.postgresType }
    public func encode(into bytes: inout [UInt8]) { text.encode(into: &bytes) }
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self.init(stored: try String(postgres: bytes, type: type))
    }
}
