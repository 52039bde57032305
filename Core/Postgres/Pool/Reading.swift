extension ConnectionPool {
    /// Runs queries in one round trip and one read-only transaction.
    /// - Parameter preamble: runs first in the same transaction, to set what row policies read.
    /// - Returns: one value per query, in their order.
    /// - Throws: `DatabaseError`. A statement that writes is refused with SQLSTATE 25006; see `transaction` and
    ///   `write`.
    @inlinable
    public func read<each T>(
        setting preamble: SQL? = nil, _ queries: repeat Query<each T>
    ) async throws -> (repeat each T) {
        var batch: [SQL] = []
        if let preamble { batch.append(preamble) }
        repeat batch.append((each queries).sql)
        let reply = try await answer(batch)
        var index = preamble == nil ? 0 : 1
        return (repeat try reply.decode(each queries, at: &index))
    }

    /// Runs one query; the same as above, and lets the compiler find the type of `.rows(…)`.
    @inlinable
    public func read<T>(setting preamble: SQL? = nil, _ query: Query<T>) async throws -> T {
        let reply = try await answer(preamble.map { [$0, query.sql] } ?? [query.sql])
        var index = preamble == nil ? 0 : 1
        return try reply.decode(query, at: &index)
    }

    /// Runs as many queries as there are, in one round trip.
    /// - Returns: one value per query, in their order.
    public func read<T>(setting preamble: SQL? = nil, _ queries: [Query<T>]) async throws -> [T] {
        let reply = try await answer([preamble].compactMap(\.self) + queries.map(\.sql))
        var index = preamble == nil ? 0 : 1
        return try queries.map { try reply.decode($0, at: &index) }
    }

    /// Sends a batch that only reads. It is sent a second time in two cases, both safe because the server enforces
    /// that it reads only (`default_transaction_read_only`) and so running it twice changes nothing:
    /// - what the connection had prepared was stale (schema change, `DISCARD ALL`): again on the same connection;
    /// - the connection was lost before the answer was complete: again on another.
    @usableFromInline
    func answer(_ batch: [SQL]) async throws(DatabaseError) -> Reply {
        var connection = try await lease()
        do throws(DatabaseError) {
            defer { giveBack(connection) }
            return try await connection.exchangeAgainIfStale(batch)
        } catch {
            guard error.isWorthRepeating else { throw error }
        }
        connection = try await lease()
        defer { giveBack(connection) }
        return try await connection.exchangeAgainIfStale(batch)
    }
}

extension Connection {
    /// As `exchange`, for a batch outside `begin`: repeated once when the server had only forgotten what was prepared.
    func exchangeAgainIfStale(_ batch: [SQL]) async throws(DatabaseError) -> Reply {
        do throws(DatabaseError) {
            return try await exchange(batch)
        } catch {
            guard error.isCuredByPreparingAgain, isReusable else { throw error }
        }
        return try await exchange(batch)
    }
}

extension DatabaseError {
    /// The connection broke, which says nothing about the next one.
    fileprivate var isWorthRepeating: Bool {
        if case .connection = kind { true } else { false }
    }
}
