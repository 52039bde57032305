import CPQ

// COPY does not go through a pipeline, so the connection leaves it meanwhile. Nothing may be under way then, which the
// lease, or the transaction's turn, ensures.
extension Connection {
    /// Starts a `COPY` and returns once data may flow.
    func startCopy(_ sql: SQL, expecting status: ExecStatusType) async throws(DatabaseError) {
        try check([sql])
        guard sql.parameters.isEmpty else {
            throw DatabaseError(.misuse("COPY takes no values; stream a query instead"), sql: sql.text)
        }
        guard PQexitPipelineMode(pg) == 1 else { throw broken() }
        signal.reset()
        guard PQsendQueryParams(pg, sql.text, 0, nil, nil, nil, nil, 0) == 1 else { throw broken() }
        try await flush(cancellable: true)
        try await untilReady(cancellable: true)
        guard let result = PQgetResult(pg) else { throw broken() }
        defer { PQclear(result) }
        if PQresultStatus(result) == status { return }
        let error = PQresultStatus(result) == PGRES_FATAL_ERROR
            ? DatabaseError(refusal: result, sql: sql.text)
            : DatabaseError(.misuse("the statement is no COPY of this direction"), sql: sql.text)
        switch PQresultStatus(result) {
        // A COPY the other way cannot be left but by closing.
        case PGRES_COPY_IN, PGRES_COPY_OUT: isBroken = true
        default: _ = try? await finishCopy(sql)
        }
        throw error
    }

    /// Reads how a `COPY` ended and returns to the pipeline.
    /// - Returns: the number of rows.
    func finishCopy(_ sql: SQL, cancellable: Bool = true) async throws(DatabaseError) -> Int {
        var rows = 0
        var failure: DatabaseError?
        while true {
            try await untilReady(cancellable: cancellable)
            guard let result = PQgetResult(pg) else { break }
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_FATAL_ERROR {
                failure = failure ?? DatabaseError(refusal: result, sql: sql.text)
            } else {
                rows = Int(String(cString: PQcmdTuples(result))) ?? 0
            }
            guard PQstatus(pg) == CONNECTION_OK else { throw failure?.asLostConnection ?? broken() }
        }
        guard PQenterPipelineMode(pg) == 1 else { throw broken() }
        if let failure { throw failure }
        return rows
    }

    /// Sends a chunk and waits until the socket has taken it, so that a slow server slows its source.
    func put(_ chunk: [UInt8]) async throws(DatabaseError) {
        let sent = chunk.withUnsafeBytes { bytes in
            PQputCopyData(pg, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count))
        }
        guard sent == 1 else { throw broken() }
        try await flush(cancellable: true)
    }

    /// Ends the data, or takes it all back when there is a `reason`.
    func endData(abandoning reason: String? = nil) async throws(DatabaseError) {
        guard PQputCopyEnd(pg, reason) == 1 else { throw broken() }
        try await flush(cancellable: false)
    }
}
