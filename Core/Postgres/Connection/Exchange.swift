import CPQ

extension Connection {
    /// Sends a batch in one flush and reads all its answers. Outside `begin` it is one implicit transaction: when a
    /// statement fails, none of the batch has happened.
    /// - Parameters:
    ///   - prepared: false for the odd statement that is not worth keeping, or must not have company.
    ///   - cancellable: false for what must also run in a cancelled task, like rolling back.
    func exchange(
        _ batch: [SQL], prepared: Bool = true, cancellable: Bool = true
    ) async throws(DatabaseError) -> Reply {
        if cancellable, Task.isCancelled { throw DatabaseError(.cancelled) }
        guard !isBroken else { throw DatabaseError(.connection("the connection was lost")) }
        signal.reset()
        mayHaveUnreadInput = false
        let reply: Reply
        do throws(DatabaseError) {
            let steps = try prepared ? send(batch) : sendUnprepared(batch)
            try await flush(cancellable: cancellable)
            reply = try await receive(steps, of: batch, cancellable: cancellable)
        } catch {
            let wasCancelled = await cancellation.settle()
            guard wasCancelled, isBroken || error.refusal?.state == .queryCanceled else { throw error }
            throw DatabaseError(.cancelled, sql: error.sql)
        }
        _ = await cancellation.settle()
        return reply
    }

    private func receive(_ steps: [Step], of batch: [SQL], cancellable: Bool) async throws(DatabaseError) -> Reply {
        let reply = Reply(capacity: batch.count)
        var failure: DatabaseError?
        for step in steps {
            let result = try await next(cancellable, after: failure)
            if let error = take(result, step, batch, into: reply) { failure = failure ?? error }
            // Nil ends the answers to one command.
            guard PQgetResult(pg) == nil else { throw broken() }
        }
        let end = try await next(cancellable, after: failure)
        defer { PQclear(end) }
        guard PQresultStatus(end) == PGRES_PIPELINE_SYNC else { throw broken() }
        if let failure { throw failure }
        return reply
    }

    /// - Parameter failure: what the server said last; when it then hangs up, that was the reason.
    private func next(_ cancellable: Bool, after failure: DatabaseError?) async throws(DatabaseError) -> OpaquePointer {
        do throws(DatabaseError) {
            try await untilReady(cancellable: cancellable)
            if let result = PQgetResult(pg) { return result }
        } catch {
            throw failure?.asLostConnection ?? error
        }
        isBroken = true
        throw failure?.asLostConnection ?? Self.failure(of: pg)
    }

    /// Files one answer.
    /// - Returns: the error it is, if it is one. What was skipped after an error is not another.
    private func take(_ result: OpaquePointer, _ step: Step, _ batch: [SQL], into reply: Reply) -> DatabaseError? {
        switch PQresultStatus(result) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
            if case .run = step { reply.append(result) } else { PQclear(result) }
            if case .deallocate(let name) = step { statements.buried(name) }
            return nil
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            if case .prepare(_, let name) = step { statements.forget(named: name) }
            return nil
        case PGRES_FATAL_ERROR:
            defer { PQclear(result) }
            return refusal(result, of: step, in: batch)
        default:
            // COPY has its own way; in a pipeline libpq cannot go on.
            PQclear(result)
            isBroken = true
            return DatabaseError(.misuse("COPY cannot be run as a query"), sql: step.statement(in: batch))
        }
    }

    private func refusal(_ result: OpaquePointer, of step: Step, in batch: [SQL]) -> DatabaseError {
        let error = DatabaseError(refusal: result, sql: step.statement(in: batch))
        switch step {
        // After `DISCARD ALL` the server knows no statement any more.
        case _ where error.refusal?.state == .undefinedStatement: statements.forgetAll()
        case .prepare(_, let name): statements.forget(named: name)
        case .deallocate(let name): statements.buried(name)
        case .run(let index): if error.isStalePlan { forget(batch[index]) }
        }
        if PQstatus(pg) == CONNECTION_BAD {
            isBroken = true
            return error.asLostConnection
        }
        return error
    }

    /// After `alter table` a plan may no longer fit.
    private func forget(_ sql: SQL) {
        if let slot = statements.slot(for: sql) { statements.remove(slot) }
    }
}

extension Step {
    func statement(in batch: [SQL]) -> String? {
        switch self {
        case .deallocate: nil
        case .prepare(let index, _), .run(let index): batch[index].text
        }
    }
}
