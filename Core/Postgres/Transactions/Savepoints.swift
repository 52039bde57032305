extension Transaction {
    /// Runs `body` such that when it throws, what it did is undone and the transaction goes on.
    /// - Throws: what `body` throws.
    @discardableResult
    public func savepoint<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        let name = mark()
        do {
            let value = try await body()
            // One that was never sent need not be released.
            if !unmark(name) { state.withLock { $0.pending.append("release savepoint \(identifier: name)") } }
            return value
        } catch {
            if !unmark(name) { await undo(to: name) }
            throw error
        }
    }

    /// Sets a savepoint with the next statement.
    private func mark() -> String {
        state.withLock { state in
            state.savepoints += 1
            let name = "kontor_\(state.savepoints)"
            state.pending.append("savepoint \(identifier: name)")
            return name
        }
    }

    /// Takes back a savepoint that has not been sent.
    private func unmark(_ name: String) -> Bool {
        let savepoint: SQL = "savepoint \(identifier: name)"
        return state.withLock { state in
            guard let index = state.pending.firstIndex(where: { $0.text == savepoint.text }) else { return false }
            state.pending.removeSubrange(index...)
            return true
        }
    }

    /// Also in a cancelled task. If it fails, the transaction stays failed and cannot be committed.
    private func undo(to name: String) async {
        state.withLock { $0.pending = [] }
        let undo: [SQL] = ["rollback to savepoint \(identifier: name)", "release savepoint \(identifier: name)"]
        if (try? await answer(undo, cancellable: false)) != nil { state.withLock { $0.failure = nil } }
    }
}
