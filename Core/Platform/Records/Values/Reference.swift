import FoundationEssentials
public import Postgres

/// Another record of the same business, or one of its members.
extension ID: FieldValue where Thing: Referable {
    public static var kind: FieldKind { .reference(Thing.target) }

    public static func columns(_ name: String) -> [Column] { [Column(name: Thing.column(of: name), type: postgresType)] }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Self {
        guard let id = ID(text) else { throw FieldProblem("platform.problems.reference") }
        return id
    }

    /// The same for records of any type.
    public static func reader(_ reading: Reading) -> @Sendable (inout Row) throws -> Shown {
        { row in Shown(try row.next(UUID?.self)?.text ?? "") }
    }

    public func shown(_ reading: Reading) -> String { description }
    public var plain: String { description }
    public init?(plain: String) { self.init(plain) }
}
