/// A line of a record: what is sold with an order, how often and for how much. It is written in the record's own form, has
/// no page, no permission and no history of its own, and goes where its record goes.
///
///     var lines: [OrderLine] = []                          // in the record
///     Field("lines", \.lines)                              // in its schema
///     call kontor.lines('orders', 'lines', 'order_lines', 'order_id');   -- in its migration
///
/// The record holds its lines in one column of type `jsonb`, which is what is read, compared, kept in the history and put
/// back. A trigger spreads them over a table of their own, by which they refer to other records of the business, obey
/// the table's constraints, and are counted in reports. Nothing but that trigger writes there.
public protocol Line: Fielded, Equatable {
    static var lines: Lines<Self> { get }
}

/// The fields of a line, in the order of the form, and the table they are spread over. Besides the declared columns that
/// table has `business_id`, the id of its record and `position` (integer, from 1), which are its primary key.
public struct Lines<L: Line>: Sendable {
    public let table: String
    /// The column that holds the record's id.
    public let parent: String
    public let fields: [Field<L>]

    public init(_ table: String, of parent: String, @SchemaBuilder<L> fields: () -> [Field<L>]) {
        self.table = table
        self.parent = parent
        self.fields = fields()
    }

    /// Lines of one record, at most.
    public static var most: Int { 500 }
}
