import CPQ

extension ConnectionPool {
    /// The bytes of `copy … to stdout`, as they come, in a read-only transaction of their own. One connection is used
    /// from the first chunk to the last.
    public func copyOut(setting preamble: SQL? = nil, _ sql: SQL) -> CopyOut {
        CopyOut(pool: self, preamble: preamble, sql: sql)
    }
}

/// Chunks of some 64 KB, whole rows each.
public struct CopyOut: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    let pool: ConnectionPool, preamble: SQL?, sql: SQL

    public func makeAsyncIterator() -> Iterator { Iterator(source: self) }

    public struct Iterator: AsyncIteratorProtocol {
        let source: CopyOut
        private var loan: ReadLoan?
        private var isOver = false

        init(source: CopyOut) { self.source = source }

        /// - Throws: `DatabaseError`. What came before it is not all there is.
        public mutating func next() async throws -> [UInt8]? {
            if isOver { return nil }
            do {
                let loan = try await begun()
                let (chunk, isLast) = try await loan.connection.copiedChunk()
                if isLast { try await end(loan) }
                return chunk.isEmpty ? nil : chunk
            } catch {
                let wasCancelled = await loan?.connection.cancellation.settle() ?? false
                finish()
                throw wasCancelled ? DatabaseError(.cancelled, sql: source.sql.text) : error
            }
        }

        private mutating func begun() async throws(DatabaseError) -> ReadLoan {
            if let loan { return loan }
            let loan = try await ReadLoan.begin(in: source.pool, setting: source.preamble).loan
            self.loan = loan
            try await loan.connection.startCopy(source.sql, expecting: PGRES_COPY_OUT)
            return loan
        }

        private mutating func end(_ loan: ReadLoan) async throws(DatabaseError) {
            _ = try await loan.connection.finishCopy(source.sql)
            _ = await loan.connection.cancellation.settle()
            try await loan.end()
            finish()
        }

        private mutating func finish() {
            isOver = true
            loan = nil
        }
    }
}

extension Connection {
    /// The rows that have arrived: at least one, unless these are the last.
    fileprivate func copiedChunk() async throws(DatabaseError) -> (chunk: [UInt8], isLast: Bool) {
        var chunk: [UInt8] = []
        while chunk.count < 64 * 1_024 {
            var row: UnsafeMutablePointer<CChar>?
            let length = PQgetCopyData(pg, &row, 1)
            switch length {
            case 1...:
                chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(length)))
                PQfreemem(row)
            case 0:
                if !chunk.isEmpty { return (chunk, isLast: false) }
                try await readMore(cancellable: true)
            case -1: return (chunk, isLast: true)
            default: throw broken()
            }
        }
        return (chunk, isLast: false)
    }
}
