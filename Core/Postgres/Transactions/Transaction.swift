import CPQ
import Synchronization

/// A transaction under way, valid inside the closure that `ConnectionPool.transaction` calls. Queries run from several
/// tasks at once take turns.
public final class Transaction: Sendable {
    let connection: Connection
    /// Held by whoever uses the connection.
    let turns = Turns()
    let state: Mutex<State>

    struct State {
        /// Statements to send ahead of the next one: `begin` and the preamble at first, savepoints later.
        var pending: [SQL]
        var isOver = false
        var savepoints = 0
        /// Why the server will not commit.
        var failure: DatabaseError?
    }

    init(on connection: Connection, _ isolation: Isolation, preamble: SQL?) {
        self.connection = connection
        let begin = SQL(unchecked: "begin isolation level \(isolation.rawValue), read write")
        state = Mutex(State(pending: [begin] + [preamble].compactMap(\.self)))
    }

    /// What transactions running at the same time see of each other (PostgreSQL manual, 13.2).
    public enum Isolation: String, Sendable {
        case readCommitted = "read committed"
        case repeatableRead = "repeatable read"
        /// May throw errors of which `isSerializationFailure` is true; try the whole transaction again then.
        case serializable
    }

    /// Runs queries in one round trip.
    /// - Returns: one value per query, in their order.
    /// - Throws: `DatabaseError`. After the server refused a statement it refuses all others, up to the next
    ///   enclosing savepoint.
    @inlinable @discardableResult
    public func run<each T>(_ queries: repeat Query<each T>) async throws -> (repeat each T) {
        var batch: [SQL] = []
        repeat batch.append((each queries).sql)
        let (reply, first) = try await answer(batch)
        var index = first
        return (repeat try reply.decode(each queries, at: &index))
    }

    /// Runs one query; the same as above, and lets the compiler find the type of `.rows(…)`.
    @inlinable @discardableResult
    public func run<T>(_ query: Query<T>) async throws -> T {
        let (reply, first) = try await answer([query.sql])
        var index = first
        return try reply.decode(query, at: &index)
    }

    /// Runs as many queries as there are, in one round trip.
    public func run<T>(_ queries: [Query<T>]) async throws -> [T] {
        let (reply, first) = try await answer(queries.map(\.sql))
        var index = first
        return try queries.map { try reply.decode($0, at: &index) }
    }

    /// - Returns: the answers, and where those to `batch` begin.
    @usableFromInline
    func answer(_ batch: [SQL], cancellable: Bool = true) async throws(DatabaseError) -> (Reply, first: Int) {
        await turns.take()
        defer { turns.pass() }
        if cancellable, Task.isCancelled { throw DatabaseError(.cancelled) }
        try connection.check(batch)
        let pending = try takePending()
        do throws(DatabaseError) {
            return (try await connection.exchange(pending + batch, cancellable: cancellable), pending.count)
        } catch {
            state.withLock { $0.failure = $0.failure ?? error }
            throw error
        }
    }

    /// Sends what is still pending.
    func settlePending() async throws(DatabaseError) {
        if state.withLock({ !$0.pending.isEmpty }) { _ = try await answer([]) }
    }

    private func takePending() throws(DatabaseError) -> [SQL] {
        let pending = state.withLock { state -> [SQL]? in
            defer { state.pending = [] }
            return state.isOver ? nil : state.pending
        }
        guard let pending else { throw DatabaseError(.misuse("the transaction is over")) }
        return pending
    }
}
