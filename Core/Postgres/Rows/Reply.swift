import CPQ

/// The answers to one flush, statement by statement.
@usableFromInline
final class Reply: @unchecked Sendable {
    // Unchecked: filled by the one task that made it and only read afterwards; reading a PGresult is thread-safe.
    private var results: [OpaquePointer] = []

    init(capacity: Int) { results.reserveCapacity(capacity) }

    deinit { for result in results { PQclear(result) } }

    /// Takes ownership of a `PGresult`.
    func append(_ result: OpaquePointer) { results.append(result) }

    /// The answer to the statement at `index`, decoded, which then steps to the next.
    @usableFromInline
    func decode<T>(_ query: Query<T>, at index: inout Int) throws -> T {
        defer { index += 1 }
        do {
            return try query.decode(results[index])
        } catch var error as DatabaseError {
            error.sql = error.sql ?? query.sql.text
            throw error
        }
    }

    /// The command tag of the last statement, like `COMMIT`.
    var lastTag: String { results.last.map { String(cString: PQcmdStatus($0)) } ?? "" }
}
