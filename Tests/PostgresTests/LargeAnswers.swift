import Testing

import Postgres

@Suite("A large answer", .needsServer)
struct LargeAnswers {
    /// libpq's buffer holds 16 kB at first: the first statement's answer brings the beginning of the second's with it.
    @Test("behind a small one in the same flush arrives whole", arguments: [10_000, 20_000, 100_000, 1_000_000])
    func behindSmall(length: Int) async throws {
        let pool = ConnectionPool(PoolConfiguration(connectionString: try #require(testServer)))
        for _ in 0..<20 {
            let text = try await pool.read(
                setting: "select set_config('kontor.test', 'x', true)", .value("select repeat('x', \(Int32(length)))"), as: String.self)
            #expect(text.utf8.count == length)
        }
    }
}

extension ConnectionPool {
    fileprivate func read<T: PostgresDecodable>(setting: SQL, _ query: Query<T>, as type: T.Type) async throws -> T {
        try await read(setting: setting, query)
    }
}
