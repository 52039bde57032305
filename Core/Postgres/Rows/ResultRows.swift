import CPQ

/// An unowned view of one statement's answer, valid while its `Reply` is.
@usableFromInline
struct ResultRows {
    /// The `PGresult`.
    private let result: OpaquePointer
    @usableFromInline let types: UnsafeBufferPointer<PostgresType>
    @usableFromInline let columns: Int32
    @usableFromInline let count: Int32

    /// Calls `body` with the rows of `result`, a `PGresult`.
    @usableFromInline
    static func with<T>(_ result: OpaquePointer, _ body: (ResultRows) throws -> T) rethrows -> T {
        let columns = PQnfields(result)
        return try withUnsafeTemporaryAllocation(of: PostgresType.self, capacity: Int(columns)) { types in
            for column in 0..<columns {
                types.initializeElement(at: Int(column), to: PostgresType(oid: PQftype(result, column)))
            }
            let types = UnsafeBufferPointer(types)
            return try body(ResultRows(result: result, types: types, columns: columns, count: PQntuples(result)))
        }
    }

    @inlinable
    func type(of column: Int32) -> PostgresType { types[Int(column)] }

    /// The bytes of a cell; nil for NULL.
    @usableFromInline
    func cell(_ row: Int32, _ column: Int32) -> UnsafeRawBufferPointer? {
        let length = PQgetlength(result, row, column)
        if length == 0, PQgetisnull(result, row, column) != 0 { return nil }
        return UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(length))
    }

    @usableFromInline
    func mismatch(at column: Int32, expected: PostgresType) -> DatabaseError {
        let found = column < columns ? "\(types[Int(column)].name), or NULL, or out of range" : "missing"
        return DatabaseError(.decoding(column: Int(column) + 1, expected: expected.name, found: found))
    }
}
