/// The fields that a business added to its records, by their table.
public final class CustomFields: Sendable {
    public let byTable: [String: [CustomField]]
    /// What is made of them, for as long as they are known.
    let kept = Keeping()

    public init(_ byTable: [String: [CustomField]] = [:]) { self.byTable = byTable }

    /// No business has added any.
    public static let none = CustomFields()
}

extension CustomFields: Equatable {
    public static func == (one: CustomFields, other: CustomFields) -> Bool { one.byTable == other.byTable }
}
