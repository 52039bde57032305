import CPQ

/// A statement and how its answer becomes a value.
public struct Query<Output: Sendable>: Sendable {
    public let sql: SQL
    /// Takes a `PGresult`.
    @usableFromInline let decode: @Sendable (OpaquePointer) throws -> Output

    @usableFromInline
    init(_ sql: SQL, decode: @escaping @Sendable (OpaquePointer) throws -> Output) {
        self.sql = sql
        self.decode = decode
    }
}

extension Query {
    /// All rows, in the statement's order.
    @inlinable
    public static func rows<T>(
        _ sql: SQL, as decode: @escaping @Sendable (inout Row) throws -> T
    ) -> Query where Output == [T] {
        Query(sql) { result in try ResultRows.with(result) { try $0.map(decode) } }
    }

    /// The first row, or nil.
    @inlinable
    public static func first<T>(
        _ sql: SQL, as decode: @escaping @Sendable (inout Row) throws -> T
    ) -> Query where Output == T? {
        Query(sql) { result in try ResultRows.with(result) { try $0.first(decode) } }
    }

    /// The first row; a query without one throws `.noRows`.
    @inlinable
    public static func one(
        _ sql: SQL, as decode: @escaping @Sendable (inout Row) throws -> Output
    ) -> Query {
        Query(sql) { result in
            try ResultRows.with(result) { rows in
                guard let row = try rows.first(decode) else { throw DatabaseError.noRows }
                return row
            }
        }
    }
}

extension Query where Output == Int {
    /// Runs the statement for its effect and answers how many rows it changed, or returned.
    public static func execute(_ sql: SQL) -> Query {
        // "" where the statement counts nothing.
        Query(sql) { result in Int(String(cString: PQcmdTuples(result))) ?? 0 }
    }
}

// The same for an initializer or function taking the columns one by one: `as: Customer.init(id:name:)`.
extension Query {
    @inlinable
    public static func rows<T, each Column: PostgresDecodable>(
        _ sql: SQL, as make: @escaping @Sendable (repeat each Column) throws -> T
    ) -> Query where Output == [T] {
        .rows(sql, as: { (row: inout Row) in try make(repeat try row.next((each Column).self)) })
    }

    @inlinable
    public static func first<T, each Column: PostgresDecodable>(
        _ sql: SQL, as make: @escaping @Sendable (repeat each Column) throws -> T
    ) -> Query where Output == T? {
        .first(sql, as: { (row: inout Row) in try make(repeat try row.next((each Column).self)) })
    }

    @inlinable
    public static func one<each Column: PostgresDecodable>(
        _ sql: SQL, as make: @escaping @Sendable (repeat each Column) throws -> Output
    ) -> Query {
        .one(sql, as: { (row: inout Row) in try make(repeat try row.next((each Column).self)) })
    }
}

extension Query where Output: PostgresDecodable {
    /// The single column of the first row; a query without a row throws `.noRows`.
    @inlinable
    public static func value(_ sql: SQL) -> Query {
        .one(sql, as: { (row: inout Row) in try row.next() })
    }
}

extension ResultRows {
    @inlinable
    func map<T>(_ decode: (inout Row) throws -> T) throws -> [T] {
        var decoded: [T] = []
        decoded.reserveCapacity(Int(count))
        for index in 0..<count {
            var row = Row(of: self, at: index)
            decoded.append(try decode(&row))
        }
        return decoded
    }

    @inlinable
    func first<T>(_ decode: (inout Row) throws -> T) throws -> T? {
        guard count > 0 else { return nil }
        var row = Row(of: self, at: 0)
        return try decode(&row)
    }
}
