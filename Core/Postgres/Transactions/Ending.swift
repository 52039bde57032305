import CPQ

extension ConnectionPool {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws or its task is cancelled.
    /// `begin` travels with the first statement; a body that runs none costs nothing.
    /// - Parameter preamble: runs first, to set what row policies read.
    /// - Throws: what `body` throws; `DatabaseError`, also when the server refuses the commit. If the connection breaks
    ///   during the commit, `.connection(_, outcomeUnknown: true)`. Nothing here is tried twice.
    @discardableResult
    public func transaction<T: Sendable>(
        setting preamble: SQL? = nil, isolation: Transaction.Isolation = .readCommitted,
        _ body: (Transaction) async throws -> T
    ) async throws -> T {
        let connection = try await lease()
        defer { giveBack(connection) }
        let transaction = Transaction(on: connection, isolation, preamble: preamble)
        do {
            let value = try await body(transaction)
            try await transaction.commit()
            return value
        } catch {
            await transaction.rollBack()
            throw error
        }
    }

    /// Runs queries in one round trip, in a transaction of their own that is committed with them.
    /// - Throws: as `transaction`. A row that does not decode throws although the write has happened.
    @inlinable @discardableResult
    public func write<each T>(
        setting preamble: SQL? = nil, _ queries: repeat Query<each T>
    ) async throws -> (repeat each T) {
        var batch: [SQL] = ["begin read write"]
        if let preamble { batch.append(preamble) }
        var index = batch.count
        repeat batch.append((each queries).sql)
        batch.append("commit")
        let reply = try await commit(batch)
        return (repeat try reply.decode(each queries, at: &index))
    }

    /// Runs one query; the same as above, and lets the compiler find the type of `.rows(…)`.
    @inlinable @discardableResult
    public func write<T>(setting preamble: SQL? = nil, _ query: Query<T>) async throws -> T {
        let before: [SQL] = ["begin read write"] + (preamble.map { [$0] } ?? [])
        var index = before.count
        return try await commit(before + [query.sql, "commit"]).decode(query, at: &index)
    }

    /// Sends `begin · … · commit` at once. Sent again only when the server had forgotten what was prepared: it has
    /// then refused a statement before the commit, so nothing has happened.
    @usableFromInline
    func commit(_ batch: [SQL]) async throws(DatabaseError) -> Reply {
        let connection = try await lease()
        defer { giveBack(connection) }
        do throws(DatabaseError) {
            return try await connection.exchange(batch)
        } catch {
            await connection.rollBack()
            guard error.isCuredByPreparingAgain, connection.isReusable else { throw error.whileCommitting }
        }
        do throws(DatabaseError) {
            return try await connection.exchange(batch)
        } catch {
            await connection.rollBack()
            throw error.whileCommitting
        }
    }
}

extension Transaction {
    fileprivate func commit() async throws(DatabaseError) {
        if Task.isCancelled { throw DatabaseError(.cancelled) }
        await turns.take()
        defer { turns.pass() }
        let pending = state.withLock { state in
            state.isOver = true
            return state.pending
        }
        switch PQtransactionStatus(connection.pg) {
        case PQTRANS_IDLE where connection.isAlive: return
        case PQTRANS_INERROR:
            // The body swallowed an error. Committing now would roll back and look like success.
            throw state.withLock { $0.failure } ?? DatabaseError(.misuse("a statement of the transaction failed"))
        default: break
        }
        do throws(DatabaseError) {
            // Not to be cancelled: from here on the caller must learn how it ended.
            _ = try await connection.exchange(pending + ["commit"], cancellable: false)
        } catch {
            throw error.whileCommitting
        }
    }

    fileprivate func rollBack() async {
        await turns.take()
        defer { turns.pass() }
        state.withLock { $0.isOver = true }
        await connection.rollBack()
    }
}

extension Connection {
    /// Leaves a transaction, if there is one. If that fails, the connection is closed, which rolls back as well.
    fileprivate func rollBack() async {
        guard isAlive, PQtransactionStatus(pg) != PQTRANS_IDLE else { return }
        do { _ = try await exchange(["rollback"], cancellable: false) } catch { isBroken = true }
    }
}

extension DatabaseError {
    /// The same, if the connection broke with a commit on its way.
    fileprivate var whileCommitting: DatabaseError {
        guard case .connection(let reason, _) = kind else { return self }
        return DatabaseError(.connection(reason, outcomeUnknown: true), sql: sql)
    }
}
