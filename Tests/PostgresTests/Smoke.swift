import Testing
import Postgres

@Suite("A pool", .needsServer)
struct Smoke {
    @Test("reads and writes")
    func readsAndWrites() async throws {
        try await withDatabase { pool in
            try await pool.transaction { t in
                try await t.run(.execute("create table things (id bigint primary key, name text)"))
                try await t.run(.execute("insert into things values (\(1), \("one")), (\(2), \(String?.none))"))
            }
            let (things, count) = try await pool.read(
                setting: "select set_config('kontor.business_id', \("x"), true)",
                Query.rows("select id, name from things order by id", as: { (row: inout Row) in
                    (try row.next(Int.self), try row.next(String?.self))
                }),
                Query<Int>.value("select count(*) from things")
            )
            #expect(things.map(\.0) == [1, 2])
            #expect(things.map(\.1) == ["one", nil])
            #expect(count == 2)
            let named = try await pool.read(.rows("select id, name from things", as: Thing.init(id:name:)))
            #expect(named == [Thing(id: 1, name: "one"), Thing(id: 2, name: nil)])
        }
    }
    struct Thing: Equatable { var id: Int; var name: String? }
}
