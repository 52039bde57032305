import CPQ

extension Transaction {
    /// Runs `copy … from stdin` with bytes as the statement's format wants them.
    /// - Returns: the number of rows stored.
    /// - Throws: what `chunks` throws, or `DatabaseError`; nothing of this copy is stored then. The server's verdict
    ///   on a bad row comes after the last chunk.
    public func copyIn<Chunks: AsyncSequence>(_ sql: SQL, chunks: Chunks) async throws -> Int
    where Chunks.Element == [UInt8] {
        var iterator = chunks.makeAsyncIterator()
        return try await copyIn(sql) { () async throws in try await iterator.next() }
    }

    /// Stores rows through the fastest way there is, binary `COPY`.
    /// - Parameters:
    ///   - table: a name, perhaps with its schema.
    ///   - columns: the columns that `write` fills, in this order. Their types must be exactly those of the values
    ///     (`Int` for `bigint`, `Int32` for `integer`).
    ///   - write: appends one value per column.
    /// - Returns: the number of rows stored.
    public func copyIn<Rows: AsyncSequence>(
        into table: String, columns: [String], rows: Rows,
        write: (Rows.Element, inout CopyRow) throws -> Void
    ) async throws -> Int {
        let names = columns.map { "\(identifier: $0)" as SQL }.joined(separator: ", ")
        var iterator = rows.makeAsyncIterator()
        var row = CopyRow(columns: columns.count)
        return try await copyIn("copy \(identifier: table) (\(names)) from stdin (format binary)") { () async throws in
            while !row.isFull, let element = try await iterator.next() {
                try row.fill { row throws(any Error) in try write(element, &row) }
            }
            return row.takeChunk()
        }
    }

    private func copyIn(_ sql: SQL, next: () async throws -> [UInt8]?) async throws -> Int {
        // As long as its source takes; cancelling the task still ends it.
        try await run(Query<Int>.execute("set local statement_timeout = 0"))
        await turns.take()
        defer { turns.pass() }
        if state.withLock({ $0.isOver }) { throw DatabaseError(.misuse("the transaction is over")) }
        do {
            return try await connection.copyIn(sql, next: next)
        } catch {
            let failure = error as? DatabaseError ?? DatabaseError(.misuse("the source of a COPY failed"))
            state.withLock { $0.failure = $0.failure ?? failure }
            throw error
        }
    }
}

extension Connection {
    fileprivate func copyIn(_ sql: SQL, next: () async throws -> [UInt8]?) async throws -> Int {
        do {
            try await startCopy(sql, expecting: PGRES_COPY_IN)
            try await pass(next, sql)
            try await endData()
            let rows = try await finishCopy(sql)
            _ = await cancellation.settle()
            return rows
        } catch {
            let wasCancelled = await cancellation.settle()
            throw wasCancelled || Task.isCancelled ? DatabaseError(.cancelled, sql: sql.text) : error
        }
    }

    private func pass(_ next: () async throws -> [UInt8]?, _ sql: SQL) async throws {
        do {
            while let chunk = try await next() {
                if Task.isCancelled { throw DatabaseError(.cancelled, sql: sql.text) }
                try await put(chunk)
            }
        } catch {
            guard !isBroken else { throw error }
            try await endData(abandoning: "given up by the client")
            do { _ = try await finishCopy(sql, cancellable: false) } catch {}
            throw error
        }
    }
}
