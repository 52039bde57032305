import Logging
import Postgres

/// Goes through all businesses once a day, and removes what is older than their plans keep: in small parts, each in a transaction of
/// its own, so that nobody waits for it. Any number of nodes may do it: of one business they take turns.
struct Purging: Sendable {
    private let pool: ConnectionPool
    private let logger: Logger
    /// Rows of each kind that go together.
    private static let part: Int32 = 1_000
    private static let businesses: Int32 = 200

    init(_ pool: ConnectionPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    /// Goes on with the next business when one fails; it is tried again the next time.
    func once() async throws {
        var seen: Set<ID<Business>> = []
        while !Task.isCancelled {
            let due = try await pool.read(.rows("select kontor.retentions_due(\(Self.businesses + Int32(seen.count)))") { row in try row.next(ID<Business>.self) })
            let open = due.filter { !seen.contains($0) }
            if open.isEmpty { return }
            for business in open {
                do {
                    try await purge(business)
                } catch {
                    logger.warning("could not remove what is too old", metadata: ["business": "\(business)", "error": "\(error)"])
                }
                seen.insert(business) // not twice in one go, also where another node is at it
            }
        }
    }

    private func purge(_ business: ID<Business>) async throws {
        let run = ID<Purge>()
        while try await pool.write(Query<Int>.value("select kontor.purge(\(business), \(run), \(Self.part))")) > 0 {}
    }
}
