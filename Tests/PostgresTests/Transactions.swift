import Testing

import Postgres

@Suite("A transaction", .needsServer)
struct Transactions {
    private struct Refused: Error {}

    private func withThings(
        _ change: (inout PoolConfiguration) -> Void = { _ in }, _ body: (ConnectionPool) async throws -> Void
    ) async throws {
        try await withDatabase(change) { pool in
            try await pool.write(.execute("create table things (id bigint primary key deferrable initially deferred)"))
            try await body(pool)
        }
    }

    private func ids(_ pool: ConnectionPool) async throws -> [Int] {
        try await pool.read(.rows("select id from things order by id", as: { (row: inout Row) in try row.next() }))
    }

    private func add(_ id: Int) -> Query<Int> { .execute("insert into things values (\(id))") }

    @Test("keeps what it did when it returns")
    func commits() async throws {
        try await withThings { pool in
            let changed = try await pool.transaction { t in
                let (one, two) = try await t.run(add(1), add(2))
                return try await one + two + t.run(.execute("update things set id = id + 10"))
            }
            #expect(changed == 4)
            let kept = try await ids(pool)
            #expect(kept == [11, 12])
        }
    }

    @Test("undoes everything when its body throws")
    func rollsBack() async throws {
        try await withThings { pool in
            await #expect(throws: Refused.self) {
                try await pool.transaction { t in
                    try await t.run(add(1))
                    throw Refused()
                }
            }
            let kept = try await ids(pool)
            #expect(kept == [])
            #expect(pool.statistics.idle == 1)
        }
    }

    @Test("is not committed when its body swallowed an error")
    func swallowed() async throws {
        try await withThings { pool in
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.transaction { t in
                    try await t.run(add(1))
                    _ = try? await t.run(Query<Int>.value("select 1/0"))
                }
            }
            #expect(error?.refusal?.state.rawValue == "22012")
            let kept = try await ids(pool)
            #expect(kept == [])
        }
    }

    @Test("throws what the server finds at the commit")
    func deferred() async throws {
        try await withThings { pool in
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.transaction { t in try await t.run(add(1), add(1)) }
            }
            #expect(error?.isUniqueViolation == true)
            let again = await #expect(throws: DatabaseError.self) { try await pool.write(add(2), add(2)) }
            #expect(again?.isUniqueViolation == true)
            let kept = try await ids(pool)
            #expect(kept == [])
        }
    }

    @Test("that runs nothing costs nothing, and its preamble holds to its end only")
    func preamble() async throws {
        try await withThings({ $0.maximum = 1 }) { pool in
            try await pool.transaction(setting: "select 1/0") { _ in }
            let setting: SQL = "select set_config('kontor.x', \("yes"), true)"
            let seen = try await pool.transaction(setting: setting) { t in
                try await t.run(Query<String>.value("select current_setting('kontor.x')"))
            }
            #expect(seen == "yes")
            #expect(try await pool.read(Query<String>.value("select current_setting('kontor.x', true)")) == "")
        }
    }

    @Test("goes on after a savepoint that threw")
    func savepoints() async throws {
        try await withThings { pool in
            try await pool.transaction { t in
                await #expect(throws: DatabaseError.self) {
                    try await t.savepoint {
                        try await t.run(add(1))
                        try await t.run(.execute("select 1/0"))
                    }
                }
                try await t.run(add(2))
                try await t.savepoint {
                    try await t.run(add(3))
                    await #expect(throws: Refused.self) { try await t.savepoint { throw Refused() } }
                    await #expect(throws: Refused.self) {
                        try await t.savepoint {
                            try await t.run(add(4))
                            throw Refused()
                        }
                    }
                }
                try await t.savepoint {}
            }
            let kept = try await ids(pool)
            #expect(kept == [2, 3])
        }
    }

    @Test("lets concurrent queries take turns")
    func concurrent() async throws {
        try await withThings { pool in
            try await pool.transaction { t in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for id in 0..<50 { group.addTask { try await t.run(self.add(id)) } }
                    try await group.waitForAll()
                }
            }
            let kept = try await ids(pool)
            #expect(kept == Array(0..<50))
        }
    }

    @Test("cannot be used after its end")
    func over() async throws {
        try await withThings { pool in
            let escaped = try await pool.transaction { $0 }
            let error = await #expect(throws: DatabaseError.self) { try await escaped.run(add(1)) }
            #expect(error?.kind == .misuse("the transaction is over"))
        }
    }

    @Test("is rolled back when its task is cancelled")
    func cancelled() async throws {
        try await withThings { pool in
            let task = Task {
                try await pool.transaction { t in
                    try await t.run(add(1))
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            let error = await #expect(throws: DatabaseError.self) { try await task.value }
            #expect(error?.isCancelled == true)
            let kept = try await ids(pool)
            #expect(kept == [])
        }
    }

    @Test("reports a serialization failure as worth another try")
    func serializable() async throws {
        try await withThings { pool in
            try await pool.write(add(1))
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.transaction(isolation: .repeatableRead) { outer in
                    try await outer.run(Query<Int>.value("select count(*) from things"))
                    try await pool.write(.execute("update things set id = 2"))
                    try await outer.run(.execute("update things set id = 3"))
                }
            }
            #expect(error?.isSerializationFailure == true)
        }
    }
}
