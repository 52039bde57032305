import Testing

import Postgres

@Suite("After connections were lost a pool", .needsServer)
struct Recovering {
    private func killAll(of pool: ConnectionPool) async throws {
        let database = try await pool.read(Query<String>.value("select current_database()::text"))
        let watch = try #require(testPool)
        _ = try await watch.read(.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = \(database)"))
        while try await watch.read(Query<Int>.value("select count(*) from pg_stat_activity where datname = \(database)")) > 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    @Test("reads on, without an error")
    func idle() async throws {
        try await withDatabase { pool in
            for _ in 0..<10 {
                async let a = pool.read(Query<Int>.value("select 1")), b = pool.read(Query<Int>.value("select 2"))
                #expect(try await (a, b) == (1, 2))
                try await killAll(of: pool)
            }
        }
    }

    @Test("repeats a read that was under way, on another connection")
    func underWay() async throws {
        try await withDatabase({ $0.maximum = 2 }) { pool in
            let lock = Query<Int>.value("select 5 from pg_advisory_xact_lock(1) /* under way */")
            let task = try await pool.transaction { holder in
                try await holder.run(.execute("select pg_advisory_xact_lock(1)"))
                let task = Task { try await pool.read(lock) }
                let kill: SQL = "select count(pg_terminate_backend(pid)) from pg_locks where not granted and locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"
                while try await holder.run(Query<Int>.value(kill)) == 0 { try await Task.sleep(for: .milliseconds(5)) }
                return task
            }
            #expect(try await task.value == 5)
        }
    }

    @Test("does not repeat a transaction, says so, and goes on with the next")
    func transaction() async throws {
        try await withDatabase { pool in
            try await pool.write(.execute("create table things (id bigint)"))
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.transaction { t in
                    try await t.run(.execute("insert into things values (1)"))
                    try await killAll(of: pool)
                    try await t.run(.execute("insert into things values (2)"))
                }
            }
            #expect(error?.isUnavailable == true)
            #expect(try await pool.read(Query<Int>.value("select count(*) from things")) == 0)
            try await pool.write(.execute("insert into things values (3)"))
            #expect(try await pool.read(Query<Int>.value("select count(*) from things")) == 1)
        }
    }

    @Test("says when a commit may or may not have happened")
    func unknownOutcome() async throws {
        try await withDatabase { pool in
            try await pool.write(.execute("create table things (id bigint)"))
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.transaction { t in
                    try await t.run(.execute("insert into things values (1)"))
                    try await killAll(of: pool)
                }
            }
            guard case .connection(_, outcomeUnknown: true)? = error?.kind else { Issue.record("\(String(describing: error))"); return }
        }
    }

    @Test("closes what it has when its run is cancelled")
    func closed() async throws {
        try await withDatabase { pool in
            let run = Task { try await pool.run() }
            #expect(await pool.healthy())
            run.cancel()
            try await run.value
            let error = await #expect(throws: DatabaseError.self) { try await pool.read(Query<Int>.value("select 1")) }
            #expect(error?.kind == .poolClosed)
            #expect(pool.statistics.open == 0)
        }
    }
}
