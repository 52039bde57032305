public import FoundationEssentials

/// A stored thing a business owns, declared field by field.
///
/// From its schema the platform gives it a list, a page, a form, delete with undo, import and
/// export, five permissions and three events. Its table has, besides the declared columns,
/// `business_id`, `id`, `version`, `created_at`, `updated_at` and `deleted_at`.
public protocol Record: Fielded, Referable {
    static var schema: Schema<Self> { get }
    var id: ID<Self> { get set }
    /// What the form of a new record begins with.
    static func fresh(in scope: Scope) async throws -> Self
}

extension Record {
    public static func fresh(in scope: Scope) async throws -> Self { Self() }
}

/// A record as it lies in its table.
public struct Stored<R: Record>: Sendable {
    public var values: Values<R>
    /// Goes up by one with each change; a change must name the version it saw.
    public let version: Int
    public let createdAt: Date
    public let updatedAt: Date
    public let deletedAt: Date?
    /// What referenced records are called, by the field that refers to them.
    let titles: [String: String]

    public var record: R { values.record }
}

/// The fields of a record, in the order of its form.
public struct Schema<R: Record>: Sendable {
    /// The table, also the last part of the path and of the permissions' names.
    public let table: String
    public let fields: [Field<R>]
    /// Whether the history also says who has read such a record.
    public let isSensitive: Bool
    /// How they can be looked at besides the list.
    public let views: [RecordView]

    public init(_ table: String, isSensitive: Bool = false, views: RecordView..., @SchemaBuilder<R> fields: () -> [Field<R>]) {
        self.table = table
        self.isSensitive = isSensitive
        self.views = views
        self.fields = fields()
    }

    /// Those that are written; PostgreSQL computes the others.
    var stored: [Field<R>] { fields.filter { !$0.has(.computed) } }

    /// What a record is called in lists and pickers: its first field.
    var titleColumn: String { fields.first?.columns.first?.name ?? "id" }
}

@resultBuilder
public enum SchemaBuilder<R: Fielded> {
    public static func buildExpression(_ field: Field<R>) -> Field<R> { field }
    public static func buildBlock(_ fields: Field<R>...) -> [Field<R>] { fields }
}
