public import Logging
public import Postgres

/// Removes once an hour what has had its time. Any number of nodes may do it: each removes what is still there.
public struct Sweep: Sendable {
    private let pool: ConnectionPool
    private let logger: Logger
    /// Each removes one kind of thing, and answers how many.
    private static let brooms: [SQL] = [
        "select kontor.sweep_imports()", "select kontor.sweep_doors()", "select kontor.sweep_tokens()",
        "select kontor.sweep_kept_answers()", "select kontor.sweep_bulk_changes()",
        "select kontor.sweep_mails()", "select kontor.sweep_links()", "select kontor.sweep_invitations()", "select kontor.renew_subscriptions()",
        "select kontor.sweep_usage()", "select kontor.sweep_sign_ins()", "select kontor.sweep_passkeys()",
        "select kontor.sweep_company_sign_ins()",
        "select kontor.erase_accounts()",
    ]

    /// - Parameter pool: of the login `kontor_app`.
    public init(_ pool: ConnectionPool, logger: Logger) {
        self.pool = pool
        self.logger = logger
    }

    /// Sweeps at once and then hourly, until the task is cancelled.
    public func run() async {
        repeat { await once() } while (try? await Task.sleep(for: .seconds(3_600))) != nil
    }

    /// Goes on with the next when one fails; the next hour makes up for it.
    public func once() async {
        do {
            try await Purging(pool, logger: logger).once()
        } catch {
            logger.warning("could not look for what is too old", metadata: ["error": "\(error)"])
        }
        for broom in Self.brooms {
            do {
                _ = try await pool.write(Query<Int>.value(broom))
            } catch {
                logger.warning("could not sweep", metadata: ["error": "\(error)"])
            }
        }
    }
}
