public import Logging
public import Postgres

/// Seals the log of events every other second, so that nobody can change it unnoticed later. Any number of nodes may
/// do it: they take turns.
public struct Sealing: Sendable {
    private let pool: ConnectionPool
    private let logger: Logger

    /// - Parameter pool: of the login `kontor_app`, which may have the seals made, but writes none itself.
    public init(_ pool: ConnectionPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    /// Goes on until the task is cancelled. What could not be sealed is sealed the next time.
    public func run() async {
        repeat {
            do {
                try await Self.all(pool)
            } catch {
                logger.warning("could not seal the log of events", metadata: ["error": "\(error)"])
            }
        } while (try? await Task.sleep(for: .seconds(2))) != nil
    }

    /// Seals everything that is over, a part at a time.
    static func all(_ pool: ConnectionPool) async throws {
        while try await pool.write(Query<Int>.value("select kontor.seal_events()")) > 0 {}
    }
}
