import FoundationEssentials
import Testing

import Postgres

@Suite("Copying", .needsServer)
struct Copying {
    private struct Broken: Error {}

    private func withThings(_ body: (ConnectionPool) async throws -> Void) async throws {
        try await withDatabase { pool in
            try await pool.write(.execute("create table things (id bigint primary key, name text, price numeric, on_day date)"))
            try await body(pool)
        }
    }

    private func count(_ pool: ConnectionPool) async throws -> Int {
        try await pool.read(Query<Int>.value("select count(*) from things"))
    }

    private func numbers(_ range: Range<Int>) -> AsyncStream<Int> {
        AsyncStream { stream in
            for number in range { stream.yield(number) }
            stream.finish()
        }
    }

    @Test("stores typed rows, in the transaction it is part of")
    func rowsIn() async throws {
        try await withThings { pool in
            let copied = try await pool.transaction { transaction in
                try await transaction.run(.execute("insert into things values (-1)"))
                let copied = try await transaction.copyIn(into: "things", columns: ["id", "name"], rows: numbers(0..<20_000)) { id, row in
                    try row.append(id)
                    try row.append(id == 7 ? nil : "tab\t, \\N é \(id)")
                }
                try await transaction.run(.execute("update things set price = 1 where id = 3"))
                return copied
            }
            #expect(copied == 20_000)
            let stored = try await count(pool)
            #expect(stored == 20_001)
            let odd = try await pool.read(.rows("select name from things where id in (7, 8) order by id", as: { (row: inout Row) in
                try row.next(String?.self)
            }))
            #expect(odd == [nil, "tab\t, \\N é 8"])
        }
    }

    @Test("stores nothing when the server refuses a row, and the connection goes on")
    func refusedRow() async throws {
        try await withThings { pool in
            try await pool.write(.execute("insert into things values (5)"))
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.transaction { transaction in
                    try await transaction.copyIn(into: "things", columns: ["id"], rows: numbers(0..<50_000)) { try $1.append($0) }
                }
            }
            #expect(error?.isUniqueViolation == true)
            let stored = try await count(pool)
            #expect(stored == 1)
            #expect(pool.statistics.open == 1)
        }
    }

    @Test("stores nothing when its source throws midway, and can go on from a savepoint")
    func brokenSource() async throws {
        try await withThings { pool in
            try await pool.transaction { transaction in
                await #expect(throws: Broken.self) {
                    try await transaction.savepoint {
                        _ = try await transaction.copyIn(into: "things", columns: ["id"], rows: numbers(0..<50_000)) { id, row in
                            if id == 30_000 { throw Broken() }
                            try row.append(id)
                        }
                    }
                }
                try await transaction.run(.execute("insert into things values (1)"))
            }
            let stored = try await count(pool)
            #expect(stored == 1)
        }
    }

    @Test("refuses a row with a column too few")
    func missingColumn() async throws {
        try await withThings { pool in
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.transaction { transaction in
                    try await transaction.copyIn(into: "things", columns: ["id", "name"], rows: numbers(0..<3)) { try $1.append($0) }
                }
            }
            #expect(error?.kind == .misuse("a row of a COPY has 1 values for 2 columns"))
        }
    }

    @Test("takes chunks in the statement's own format")
    func chunksIn() async throws {
        try await withThings { pool in
            let chunks = AsyncStream<[UInt8]> { stream in
                for chunk in ["1,one\n2,", "two\n", "", "3,\"a,b\"\n"] { stream.yield(Array(chunk.utf8)) }
                stream.finish()
            }
            let rows = try await pool.transaction { transaction in
                try await transaction.copyIn("copy things (id, name) from stdin (format csv)", chunks: chunks)
            }
            #expect(rows == 3)
        }
    }

    @Test("refuses statements that are no COPY, and goes on")
    func noCopy() async throws {
        try await withThings { pool in
            for sql in ["select 1", "copy things to stdout", "copy nothing from stdin"] as [SQL] {
                await #expect(throws: DatabaseError.self) {
                    try await pool.transaction { _ = try await $0.copyIn(sql, chunks: AsyncStream { $0.finish() }) }
                }
                await #expect(throws: DatabaseError.self) { try await pool.read(.execute("copy things to stdout")) }
                let stored = try await count(pool)
                #expect(stored == 0)
            }
        }
    }

    @Test("gives out whole rows in chunks, under the setting of its preamble")
    func out() async throws {
        try await withThings { pool in
            try await pool.transaction { transaction in
                _ = try await transaction.copyIn(into: "things", columns: ["id"], rows: numbers(0..<50_000)) { try $1.append($0) }
            }
            var text: [UInt8] = []
            let copy = pool.copyOut(
                setting: "select set_config('kontor.x', \("yes"), true)",
                "copy (select id, current_setting('kontor.x') from things order by id) to stdout (format csv)")
            for try await chunk in copy {
                #expect(chunk.last == UInt8(ascii: "\n"))
                text += chunk
            }
            #expect(text == Array((0..<50_000).map { "\($0),yes\n" }.joined().utf8))
            #expect(pool.statistics.idle == pool.statistics.open)
        }
    }

    @Test("ends on the server when its reader leaves early or is cancelled, and the pool goes on")
    func leftEarly() async throws {
        try await withDatabase({ $0.maximum = 1 }) { pool in
            for try await _ in pool.copyOut("copy (select repeat('x', 1000) from generate_series(1, 1000000)) to stdout") { break }
            #expect(await pool.healthy())
            let task = Task {
                for try await _ in pool.copyOut("copy (select pg_sleep(600)) to stdout") {}
            }
            while pool.statistics.idle > 0 { try await Task.sleep(for: .milliseconds(5)) }
            task.cancel()
            let error = await #expect(throws: DatabaseError.self) { try await task.value }
            #expect(error?.isCancelled == true)
            #expect(await pool.healthy())
        }
    }

    @Test("reports an error that comes midway")
    func errorMidway() async throws {
        try await withDatabase { pool in
            let error = await #expect(throws: DatabaseError.self) {
                for try await _ in pool.copyOut("copy (select 1 / (n - 90000) from generate_series(1, 100000) n) to stdout") {}
            }
            #expect(error?.refusal?.state.rawValue == "22012")
            #expect(await pool.healthy())
        }
    }

    @Test("streams a query with values, batch by batch", arguments: [0, 1, 99, 100, 101, 1_000])
    func stream(count: Int) async throws {
        let pool = try #require(testPool)
        var numbers: [Int] = []
        for try await batch in pool.stream("select n from generate_series(1, \(count)) n", batch: 100, as: { (row: inout Row) in try row.next(Int.self) }) {
            #expect(!batch.isEmpty && batch.count <= 100)
            numbers += batch
        }
        #expect(numbers == Array(0..<count).map { $0 + 1 })
    }
}
