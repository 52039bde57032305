extension ConnectionPool {
    /// Runs a statement outside of any transaction, as `create database`, `vacuum` and `create index concurrently`
    /// demand. It takes no values.
    /// - Throws: `DatabaseError`. Nothing is tried twice.
    public func runAlone(_ sql: SQL) async throws {
        let connection = try await lease()
        defer { giveBack(connection) }
        let setting: SQL = "select set_config('default_transaction_read_only', 'off', false)"
        _ = try await connection.exchange([setting])
        do {
            _ = try await connection.exchange([sql], prepared: false)
        } catch {
            await connection.readOnlyAgain()
            throw error
        }
        await connection.readOnlyAgain()
    }
}

extension Connection {
    fileprivate func readOnlyAgain() async {
        guard isAlive else { return }
        let setting: SQL = "select set_config('default_transaction_read_only', 'on', false)"
        do { _ = try await exchange([setting], cancellable: false) } catch { isBroken = true }
    }
}
