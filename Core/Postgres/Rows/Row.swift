/// One row of an answer, read column by column in the order the statement selects them. It lives only inside the
/// closure it is passed to.
public struct Row: ~Copyable {
    @usableFromInline let rows: ResultRows
    @usableFromInline let index: Int32
    @usableFromInline var column: Int32 = 0

    @inlinable
    init(of rows: ResultRows, at index: Int32) {
        self.rows = rows
        self.index = index
    }

    /// The next column.
    /// - Throws: `.decoding` when there is none, its type is another, or it is NULL and `T` is no optional.
    @inlinable
    public mutating func next<T: PostgresDecodable>(_ type: T.Type = T.self) throws(DatabaseError) -> T {
        let column = self.column
        self.column &+= 1
        guard column < rows.columns else { throw rows.mismatch(at: column, expected: T.postgresType) }
        if let bytes = rows.cell(index, column) {
            do { return try T(postgres: bytes, type: rows.type(of: column)) } catch {}
        } else if let null = T.postgresNull {
            return null
        }
        throw rows.mismatch(at: column, expected: T.postgresType)
    }
}
