public import FoundationEssentials

/// A kind of record as programs see it: what it is made of, and what can be done with it. All it does goes the way the
/// pages go: the same permissions, the same checks, the same rows.
public struct Resource: Sendable {
    public let module: String
    /// The records' table, also the last part of the path.
    public let name: String
    /// What one and several are called.
    public let one: Phrase, many: Phrase
    public let permissions: RecordPermissions
    /// What a list of them can be asked for.
    public let listing: Listing
    /// Its fields, as this business has them.
    public let fields: @Sendable (Scope?) -> [ResourceField]

    public let list: @Sendable (Form, Scope) async throws -> RawJSON
    /// What happened to them, in the order it was committed.
    public let changes: @Sendable (Form, Scope) async throws -> JSONValue
    public let read: @Sendable (UUID, Scope) async throws -> Found
    public let create: @Sendable (JSONValue, Scope) async throws -> Found
    /// Replaces all fields, or changes those that are given.
    public let save: @Sendable (UUID, JSONValue, _ replaces: Bool, _ version: Int?, Scope) async throws -> Found
    public let delete: @Sendable (UUID, _ version: Int?, Scope) async throws -> Void
    /// What members added to one of them.
    public let notes: Attached, attachments: Attached
    /// Several at once: all of them, or none.
    public let bulk: @Sendable (JSONValue, Scope) async throws -> JSONValue

    /// A record, and the version of it that this is.
    public struct Found: Sendable {
        public let id: UUID
        public let version: Int
        public let json: JSONValue
    }

    /// What a list can be asked for.
    public struct Listing: Sendable {
        public let isSearched: Bool
        /// Names of fields it can be sorted by.
        public let sorts: [String]
        public static let most = 200
        public static let standard = 50
    }

    /// How much of what happened one call tells.
    public enum Feed {
        public static let most = 10_000
        public static let standard = 1_000
    }

    /// Records that one call may create, change and delete, of each.
    public static let mostAtOnce = 1_000
}

/// A field as programs see it.
public struct ResourceField: Sendable {
    /// What its value is called in JSON: a reference's ends in `_id`.
    public let name: String
    public let label: Phrase
    public let kind: FieldKind
    public let isRequired: Bool
    /// Whether null is among its values.
    public let isOptional: Bool
    /// Written by the platform only.
    public let isReadOnly: Bool
    public let isFilter: Bool
    /// Characters at most, of a text.
    public let most: Int
    /// The table a reference leads to.
    public let target: String?
    /// What each of its lines is made of.
    public let lines: [ResourceField]
}
