import FoundationEssentials
import Testing

@testable import Postgres

@Suite("Reading", .needsServer)
struct Reading {
    @Test("answers several queries of one flush in their order, and leaves no setting behind")
    func several() async throws {
        let pool = try #require(testPool)
        let (setting, numbers, none) = try await pool.read(
            setting: "select set_config('kontor.business_id', \("b-1"), true)",
            Query<String>.value("select current_setting('kontor.business_id')"),
            Query.rows("select n from generate_series(1, \(3)) n", as: { (row: inout Row) in try row.next(Int.self) }),
            Query.first("select 1 where false", as: { (row: inout Row) in try row.next(Int.self) })
        )
        #expect(setting == "b-1")
        #expect(numbers == [1, 2, 3])
        #expect(none == nil)
        let left = try await pool.read(Query<String?>.value("select current_setting('kontor.business_id', true)"))
        #expect(left == nil || left == "")
    }

    @Test("takes an initializer for its columns")
    func initializer() async throws {
        struct Pair: Equatable { var id: Int, name: String? }
        let pool = try #require(testPool)
        let pairs = try await pool.read(.rows("select * from (values (1, 'a'), (2, null)) v", as: Pair.init(id:name:)))
        #expect(pairs == [Pair(id: 1, name: "a"), Pair(id: 2, name: nil)])
    }

    @Test("throws for a row that must be there and is not")
    func noRows() async throws {
        let pool = try #require(testPool)
        let error = await #expect(throws: DatabaseError.self) { try await pool.read(Query<Int>.value("select 1 where false")) }
        #expect(error?.kind == .noRows)
    }

    @Test("cannot write")
    func readOnly() async throws {
        try await withDatabase { pool in
            try await pool.write(.execute("create table things (id bigint)"))
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.read(.execute("insert into things values (1)"))
            }
            #expect(error?.refusal?.state.rawValue == "25006")
        }
    }

    @Test("treats hostile text as text")
    func injection() async throws {
        let pool = try #require(testPool)
        for hostile in ["'; drop table pg_class; --", "$1", "\\'; select 1", "a\u{2028}b", "%s%n", "\"; --"] {
            #expect(try await pool.read(Query<String>.value("select \(hostile)")) == hostile)
        }
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.read(Query<Int>.value("select 1 from \(identifier: "pg_class; --")"))
        }
        guard case .misuse? = error?.kind else { Issue.record("\(String(describing: error))"); return }
    }

    @Test("goes on after a schema change under a prepared statement")
    func schemaChange() async throws {
        try await withDatabase { pool in
            try await pool.write(.execute("create table things (id bigint)"))
            try await pool.write(.execute("insert into things values (7)"))
            let query = Query.one("select * from things", as: { (row: inout Row) in try row.next(Int.self) })
            #expect(try await pool.read(query) == 7)
            try await pool.write(.execute("alter table things alter id type integer"))
            #expect(try await pool.read(query) == 7)
        }
    }

    @Test("goes on after DISCARD ALL")
    func discardAll() async throws {
        try await withDatabase({ $0.maximum = 1 }) { pool in
            #expect(try await pool.read(Query<Int>.value("select \(1)")) == 1)
            try await pool.runAlone("discard all")
            #expect(try await pool.read(Query<Int>.value("select \(2)")) == 2)
        }
        // Statements it forgot that were still to be deallocated, too.
        try await withDatabase({ $0.maximum = 1; $0.preparedStatements = 2 }) { pool in
            for number in 1...3 { _ = try await pool.read(Query<Int>.value(SQL(unchecked: "select \(number)"))) }
            try await pool.runAlone("discard all")
            #expect(try await pool.read(Query<Int>.value("select 4")) == 4)
        }
    }

    @Test("inside a transaction reports a stale statement, and prepares it again in the next")
    func staleInTransaction() async throws {
        try await withDatabase({ $0.maximum = 1 }) { pool in
            try await pool.write(.execute("create table things (id bigint)"))
            let query = Query.rows("select * from things", as: { (row: inout Row) in try row.next(Int.self) })
            try await pool.transaction { transaction in try await transaction.run(query) }
            try await pool.write(.execute("alter table things alter id type integer"))
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.transaction { transaction in try await transaction.run(query) }
            }
            #expect(error?.refusal?.state.rawValue == "0A000")
            #expect(try await pool.transaction { transaction in try await transaction.run(query) } == [])
        }
    }

    @Test("keeps only so many prepared statements, here and on the server")
    func boundedCache() async throws {
        try await withDatabase({ $0.maximum = 1; $0.preparedStatements = 5 }) { pool in
            for round in 0..<3 {
                for number in 0..<20 {
                    #expect(try await pool.read(Query<Int>.value(SQL(unchecked: "select \(number)") + "+ \(round)")) == number + round)
                }
            }
            let prepared = try await pool.read(Query<Int>.value("select count(*) from pg_prepared_statements"))
            #expect(prepared <= 6)
        }
    }

    @Test("prepares again when the same text comes with other types")
    func otherTypes() async throws {
        let pool = try #require(testPool)
        let number: SQL = "select \(5)", text: SQL = "select \("five")"
        let (first, second) = try await pool.read(Query<Int>.value(number), Query<String>.value(text))
        #expect((first, second) == (5, "five"))
        #expect(try await pool.read(Query<Int>.value(number)) == 5)
    }

    @Test("survives a statement that fails in the middle of a flush, and prepares it and those after it again")
    func aborted() async throws {
        try await withDatabase({ $0.maximum = 1 }) { pool in
            await #expect(throws: DatabaseError.self) {
                _ = try await pool.read(
                    Query<Int>.value("select 1"), Query<Int>.value("select \(1) / \(0)"), Query<Int>.value("select \(3)"))
            }
            let (three, two) = try await pool.read(Query<Int>.value("select \(3)"), Query<Int>.value("select \(4) / \(2)"))
            #expect((three, two) == (3, 2))
            #expect(pool.statistics == ConnectionPool.Statistics(open: 1, idle: 1, waiting: 0))
        }
    }

    @Test("sends and fetches more than the socket's buffers hold, both at once")
    func largeBatches() async throws {
        let pool = try #require(testPool)
        let long = String(repeating: "0123456789", count: 1_000_000)
        let echo = Query<String>.value("select \(long)")
        let (a, b, c, d) = try await pool.read(echo, echo, echo, echo)
        #expect([a, b, c, d].allSatisfy { $0 == long })
        let rows = try await pool.read(.rows("select n, repeat('x', 100) from generate_series(1, 200000) n", as: { (row: inout Row) in
            try row.next(Int.self)
        }))
        #expect(rows.count == 200_000)
        #expect(rows.last == 200_000)
    }

    @Test("refuses more parameters than the protocol counts, and takes an array of as many")
    func parameterLimit() async throws {
        let pool = try #require(testPool)
        let numbers = Array(1...70_000)
        let list = numbers.map { "\($0)" as SQL }.joined(separator: ",")
        let error = await #expect(throws: DatabaseError.self) { try await pool.read(Query<Int>.value("select count(*) from (values (\(list))) v")) }
        guard case .misuse? = error?.kind else { Issue.record("\(String(describing: error))"); return }
        #expect(try await pool.read(Query<Int>.value("select count(*) from unnest(\(numbers))")) == 70_000)
    }

    @Test("keeps answers apart under many tasks at once")
    func stress() async throws {
        let pool = try #require(testPool)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<64 {
                group.addTask {
                    for round in 0..<50 {
                        let (a, b) = try await pool.read(
                            Query<Int>.value("select \(task) * 1000 + \(round)"), Query<String>.value("select \("t\(task)")"))
                        #expect(a == task * 1_000 + round)
                        #expect(b == "t\(task)")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(pool.statistics.open <= 8)
    }
}
