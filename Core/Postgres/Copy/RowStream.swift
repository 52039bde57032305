extension ConnectionPool {
    /// The rows of a long query in batches, in memory that does not grow with it. Unlike `copyOut` it takes values.
    /// One connection is used, in one read-only transaction, from the first batch to the last.
    /// - Parameter batch: rows fetched per round trip.
    public func stream<T: Sendable>(
        setting preamble: SQL? = nil, _ sql: SQL, batch: Int = 1_000,
        as decode: @escaping @Sendable (inout Row) throws -> T
    ) -> RowStream<T> {
        let fetch = SQL(unchecked: "fetch forward \(max(1, batch)) from kontor_rows")
        return RowStream(pool: self, preamble: preamble, sql: sql, batch: batch, fetch: .rows(fetch, as: decode))
    }
}

/// Batches of rows, none empty.
public struct RowStream<Row: Sendable>: AsyncSequence, Sendable {
    public typealias Element = [Row]
    let pool: ConnectionPool, preamble: SQL?, sql: SQL, batch: Int, fetch: Query<[Row]>

    public func makeAsyncIterator() -> Iterator { Iterator(source: self) }

    public struct Iterator: AsyncIteratorProtocol {
        let source: RowStream
        private var loan: ReadLoan?
        private var isOver = false

        init(source: RowStream) { self.source = source }

        /// - Throws: `DatabaseError`. What came before it is not all there is.
        public mutating func next() async throws -> [Row]? {
            if isOver { return nil }
            do {
                let rows = try await fetched()
                if rows.count < source.batch {
                    try await loan?.end()
                    finish()
                }
                return rows.isEmpty ? nil : rows
            } catch {
                finish()
                throw error
            }
        }

        private mutating func fetched() async throws -> [Row] {
            if let loan {
                var index = 0
                return try await loan.connection.exchange([source.fetch.sql]).decode(source.fetch, at: &index)
            }
            let declare: SQL = "declare kontor_rows no scroll cursor for \(source.sql)"
            let begun = try await ReadLoan.begin(in: source.pool, setting: source.preamble, [declare, source.fetch.sql])
            loan = begun.loan
            var index = begun.first + 1
            return try begun.reply.decode(source.fetch, at: &index)
        }

        private mutating func finish() {
            isOver = true
            loan = nil
        }
    }
}
