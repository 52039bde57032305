/// A connection on loan to something that reads for a while, inside a read-only transaction. When its reader goes
/// away early the connection is closed, which ends what the server is doing.
final class ReadLoan {
    let connection: Connection
    private let pool: ConnectionPool
    private var isOver = false

    /// Leases a connection and begins, running `first` in the same round trip. The transaction may last as long as its
    /// reader takes, so statements are not limited in time.
    /// - Returns: also the answers and where those to `first` begin.
    static func begin(
        in pool: ConnectionPool, setting preamble: SQL?, _ first: [SQL] = []
    ) async throws(DatabaseError) -> (loan: ReadLoan, reply: Reply, first: Int) {
        let start: [SQL] = ["begin read only", "set local statement_timeout = 0"] + (preamble.map { [$0] } ?? [])
        let loan = ReadLoan(try await pool.lease(), of: pool)
        return (loan, try await loan.connection.exchange(start + first), start.count)
    }

    private init(_ connection: Connection, of pool: ConnectionPool) {
        self.connection = connection
        self.pool = pool
    }

    deinit { if !isOver { giveBack() } }

    func end() async throws(DatabaseError) {
        _ = try await connection.exchange(["commit"])
        giveBack()
    }

    private func giveBack() {
        isOver = true
        pool.giveBack(connection)
    }
}
