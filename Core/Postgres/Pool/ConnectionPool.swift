import Logging
import Synchronization

/// Connections to one database, shared by all tasks: bounded, first come first served, healing by itself. A
/// connection is opened when one is needed and there is room.
public final class ConnectionPool: Sendable {
    enum Turn {
        case use(Connection)
        case open
        case failed(DatabaseError)
    }

    typealias State = PoolState<Connection, UnsafeContinuation<Turn, Never>>

    let configuration: PoolConfiguration
    let settings: ConnectionSettings
    let state: Mutex<State>

    public init(_ configuration: PoolConfiguration) {
        self.configuration = configuration
        settings = configuration.settings
        state = Mutex(State(maximum: configuration.maximum))
    }

    /// How many connections there are, how many of them are free, and how many tasks wait for one.
    public struct Statistics: Sendable, Hashable {
        public var open: Int, idle: Int, waiting: Int
    }

    public var statistics: Statistics {
        state.withLock { Statistics(open: $0.open, idle: $0.idle.count, waiting: $0.waiting) }
    }

    /// Whether the database answers.
    public func healthy() async -> Bool {
        (try? await read(Query<Bool>.value("select true"))) ?? false
    }

    /// Replaces dead connections and closes idle ones, until the task is cancelled; then closes the pool. Statements
    /// under way still end; whoever waits or comes later gets `.poolClosed`.
    public func run() async throws {
        while (try? await Task.sleep(for: .seconds(1))) != nil {
            let limit = ContinuousClock.now - configuration.idleLimit
            let gone = state.withLock { $0.trim(idleSince: limit) { $0.isAlive } }
            if gone.isEmpty { continue }
            configuration.logger.debug("closed idle connections", metadata: ["count": "\(gone.count)"])
        }
        let left = state.withLock { $0.close() }
        for waiter in left.waiters { waiter.resume(returning: .failed(DatabaseError(.poolClosed))) }
    }
}
