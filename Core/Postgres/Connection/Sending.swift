import CPQ

/// What the server's next answer belongs to.
enum Step {
    case deallocate(String)
    /// Parsing the statement at this place of the batch, under this name.
    case prepare(Int, name: [CChar])
    /// Running the statement at this place of the batch.
    case run(Int)
}

extension Connection {
    /// Puts a batch into libpq's buffer, with whatever must be prepared first.
    /// - Returns: the answers to expect, in order.
    func send(_ batch: [SQL]) throws(DatabaseError) -> [Step] {
        try check(batch)
        var steps: [Step] = []
        steps.reserveCapacity(batch.count)
        for (index, sql) in batch.enumerated() {
            let slot = try prepare(sql, at: index, &steps)
            guard sql.withParameters({ count, values, lengths, formats in
                PQsendQueryPrepared(pg, statements.entries[slot].name, count, values, lengths, formats, 1)
            }) == 1 else { throw broken() }
            steps.append(.run(index))
        }
        guard PQpipelineSync(pg) == 1 else { throw broken() }
        return steps
    }

    /// The same for statements without values, which are neither kept nor make others leave.
    func sendUnprepared(_ batch: [SQL]) throws(DatabaseError) -> [Step] {
        try check(batch)
        for sql in batch {
            guard sql.parameters.isEmpty else {
                throw DatabaseError(.misuse("the statement takes no values"), sql: sql.text)
            }
        }
        for sql in batch {
            guard PQsendQueryParams(pg, sql.text, 0, nil, nil, nil, nil, 1) == 1 else { throw broken() }
        }
        guard PQpipelineSync(pg) == 1 else { throw broken() }
        return batch.indices.map { .run($0) }
    }

    private func prepare(_ sql: SQL, at index: Int, _ steps: inout [Step]) throws(DatabaseError) -> Int {
        if let slot = statements.slot(for: sql) { return slot }
        let types = sql.parameters.map(\.type.oid)
        let slot = statements.insert(text: sql.text, types: types)
        try bury(&steps)
        let name = statements.entries[slot].name
        guard PQsendPrepare(pg, name, sql.text, Int32(types.count), types) == 1 else { throw broken() }
        steps.append(.prepare(index, name: name))
        return slot
    }

    /// Frees evicted statements on the server, in the same flush as the statement that takes their place.
    private func bury(_ steps: inout [Step]) throws(DatabaseError) {
        let queued = steps.reduce(0) { if case .deallocate = $1 { $0 + 1 } else { $0 } }
        for name in statements.condemned.dropFirst(queued) {
            guard PQsendQueryParams(pg, "deallocate \(name)", 0, nil, nil, nil, nil, 1) == 1 else { throw broken() }
            steps.append(.deallocate(name))
        }
    }

    /// - Throws: `.misuse` for a batch that cannot be sent.
    func check(_ batch: [SQL]) throws(DatabaseError) {
        for sql in batch { try check(sql) }
    }

    private func check(_ sql: SQL) throws(DatabaseError) {
        if let defect = sql.defect { throw DatabaseError(.misuse(defect), sql: sql.text) }
        // The protocol counts parameters in 16 bits.
        guard sql.parameters.count <= 65_535 else {
            throw DatabaseError(.misuse("a statement takes at most 65,535 parameters; pass an array"), sql: sql.text)
        }
    }
}

extension StatementCache {
    mutating func slot(for sql: SQL) -> Int? {
        slot(for: sql.text, types: sql.parameters.lazy.map(\.type.oid))
    }
}

extension SQL {
    /// The parameters as libpq wants them: values, lengths, formats (1: binary).
    fileprivate func withParameters<T>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> T
    ) -> T {
        let count = parameters.count
        guard count > 0 else { return body(0, nil, nil, nil) }
        return values.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { pointers in
                withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * count) { numbers in
                    // An empty value needs some address too: none means NULL.
                    let start = bytes.baseAddress ?? UnsafeRawPointer(pointers.baseAddress)
                    for (index, parameter) in parameters.enumerated() {
                        pointers.initializeElement(at: index, to: parameter.value.flatMap { value in
                            start?.advanced(by: value.lowerBound).assumingMemoryBound(to: CChar.self)
                        })
                        numbers.initializeElement(at: index, to: Int32(parameter.value?.count ?? 0))
                        numbers.initializeElement(at: count + index, to: 1)
                    }
                    let lengths = UnsafePointer(numbers.baseAddress)
                    return body(Int32(count), UnsafePointer(pointers.baseAddress), lengths, lengths.map { $0 + count })
                }
            }
        }
    }
}
