import Testing

import Postgres

@Suite("An error", .needsServer)
struct Errors {
    private let tables: SQL = """
        create table things (id bigint primary key, name text not null constraint short check (length(name) < 20))
        """

    private func failure(_ pool: ConnectionPool, _ sql: SQL) async -> DatabaseError? {
        await #expect(throws: DatabaseError.self) { try await pool.write(.execute(sql)) }
    }

    @Test("names state, table, column and constraint, and never a value")
    func names() async throws {
        try await withDatabase { pool in
            try await pool.write(.execute(tables))
            try await pool.write(.execute("insert into things values (\(4_711), \("first")) "))
            let duplicate = await failure(pool, "insert into things values (\(4_711), \("secret"))")
            #expect(duplicate?.isUniqueViolation == true)
            #expect(duplicate?.refusal?.constraint == "things_pkey")
            #expect(duplicate?.refusal?.table == "things")
            let null = await failure(pool, "insert into things values (\(1), \(String?.none))")
            #expect(null?.refusal?.column == "name")
            let long = await failure(pool, "insert into things values (\(1), \("secret secret secret secret"))")
            #expect(long?.refusal?.constraint == "short")
            let cast = await failure(pool, "insert into things select \("secret")::bigint")
            let raised = await failure(pool, "do $$ begin raise exception 'secret 4711'; end $$")
            for error in [duplicate, null, long, cast, raised] {
                let description = error.map { "\($0)" } ?? ""
                #expect(description.contains("SQLSTATE"))
                #expect(!description.contains("4711") || error?.sql?.contains("4711") == true)
                #expect(!description.contains("secret") || error?.sql?.contains("secret") == true)
            }
        }
    }

    @Test("says what is wrong with a statement, and shows it")
    func statement() async throws {
        let pool = try #require(testPool)
        let error = await #expect(throws: DatabaseError.self) { try await pool.read(Query<Int>.value("select nothing from nowhere")) }
        #expect(error?.refusal?.message == #"relation "nowhere" does not exist"#)
        #expect(error?.sql == "select nothing from nowhere")
        #expect(error?.isUnavailable == false)
    }

    @Test("of an unreachable server is unavailability")
    func unreachable() async throws {
        let pool = ConnectionPool(PoolConfiguration(connectionString: "host=/nowhere dbname=x"))
        let error = await #expect(throws: DatabaseError.self) { try await pool.read(Query<Int>.value("select 1")) }
        #expect(error?.isUnavailable == true)
        #expect(await pool.healthy() == false)
    }

    @Test("about the connection string does not quote it")
    func password() async throws {
        let pool = ConnectionPool(PoolConfiguration(connectionString: "password=secret host"))
        let error = await #expect(throws: DatabaseError.self) { try await pool.read(Query<Int>.value("select 1")) }
        #expect(error.map { "\($0)".contains("secret") } == false)
    }

    @Test("ends a statement that runs longer than allowed")
    func timeout() async throws {
        try await withDatabase({ $0.statementTimeout = .milliseconds(50) }) { pool in
            let error = await #expect(throws: DatabaseError.self) { try await pool.read(.execute("select pg_sleep(60)")) }
            #expect(error?.refusal?.state == .queryCanceled)
        }
    }
}
