import Testing

import Postgres

@Suite("Cancelling a task", .needsServer)
struct Cancelling {
    /// Waits until the server runs `count` statements like this one.
    private func untilRunning(_ count: Int, _ marker: String, _ pool: ConnectionPool) async throws {
        let query: SQL = "select count(*) from pg_stat_activity where state = 'active' and query like \("%\(marker)%") and pid <> pg_backend_pid()"
        while try await pool.read(Query<Int>.value(query)) != count { try await Task.sleep(for: .milliseconds(5)) }
    }

    @Test("ends its query on the server and keeps the connection")
    func ends() async throws {
        try await withDatabase({ $0.maximum = 1 }) { pool in
            let watch = try #require(testPool)
            let task = Task { try await pool.read(.execute("select pg_sleep(600) /* ends */")) }
            try await untilRunning(1, "/* ends */", watch)
            task.cancel()
            let error = await #expect(throws: DatabaseError.self) { try await task.value }
            #expect(error?.isCancelled == true)
            try await untilRunning(0, "/* ends */", watch)
            #expect(try await pool.read(Query<Int>.value("select 1")) == 1)
            #expect(pool.statistics.open == 1)
        }
    }

    @Test("ends its wait for a connection")
    func waiting() async throws {
        try await withDatabase({ $0.maximum = 1 }) { pool in
            let watch = try #require(testPool)
            let busy = Task { try await pool.read(.execute("select pg_sleep(600) /* waiting */")) }
            try await untilRunning(1, "/* waiting */", watch)
            let waiting = Task { try await pool.read(Query<Int>.value("select 1")) }
            while pool.statistics.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
            waiting.cancel()
            let error = await #expect(throws: DatabaseError.self) { try await waiting.value }
            #expect(error?.isCancelled == true)
            #expect(pool.statistics.waiting == 0)
            busy.cancel()
            _ = await busy.result
        }
    }

    @Test("sends nothing when it is cancelled already")
    func early() async throws {
        let pool = try #require(testPool)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await pool.read(Query<Int>.value("select 1"))
        }
        let error = await #expect(throws: DatabaseError.self) { try await task.value }
        #expect(error?.isCancelled == true)
    }

    @Test("never hits another's statement")
    func stress() async throws {
        try await withDatabase({ $0.maximum = 4 }) { pool in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let victim = Task { try await pool.read(.execute("select pg_sleep(0.002)")) }
                        if number.isMultiple(of: 2) { await Task.yield() } else { try await Task.sleep(for: .microseconds(number * 20)) }
                        victim.cancel()
                        #expect(try await pool.read(Query<Int>.value("select \(number)")) == number)
                        if case .failure(let error as DatabaseError) = await victim.result { #expect(error.isCancelled) }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("does not outwait the limit for a connection")
    func limit() async throws {
        try await withDatabase({ $0.maximum = 1; $0.waitLimit = .milliseconds(50) }) { pool in
            let watch = try #require(testPool)
            let busy = Task { try await pool.read(.execute("select pg_sleep(600) /* limit */")) }
            try await untilRunning(1, "/* limit */", watch)
            let error = await #expect(throws: DatabaseError.self) { try await pool.read(Query<Int>.value("select 1")) }
            #expect(error?.kind == .poolTimeout(waited: .milliseconds(50)))
            #expect(error?.isUnavailable == true)
            busy.cancel()
            _ = await busy.result
        }
    }
}
