import CRM
import Platform
import Support
import Testing

@Suite("Searching customers", .enabled(if: TestPlatform.isPossible))
struct SearchingCustomers {
    /// 1,000 customers, all of whom have `@example.com` in their address, every 50th is a Lovelace, and one a Zuse.
    private func withCustomers(_ body: (Scope) async throws -> Void) async throws {
        try await withBusiness([crm]) { scope in
            try await scope.db.execute("""
                insert into customers (id, name, email)
                select lpad(to_hex(n), 32, '0')::uuid,
                       case when n = 700 then 'Konrad Zuse' when n % 50 = 0 then 'Ada Lovelace' else 'Jo 100%' end,
                       'person' || n || '@example.com'
                  from generate_series(1, 1000) as n
                """)
            try await body(scope)
        }
    }

    /// The customers' numbers.
    private func found(_ term: String, _ scope: Scope, after: Int? = nil, most: Int32 = 5) async throws -> [Int] {
        let after = after.flatMap { ID<Customer>(number: $0) }
        return try await scope.db.rows("""
            select substr(r.email, 7, length(r.email) - 18)::int8
              from kontor.search('customers', \(term), '{}', 'id', true, \(after), \(most)) with ordinality as found (id, place)
              join customers r on r.id = found.id order by place
            """) { row in try row.next(Int.self) }
    }

    @Test("finds the newest of those that many are, and goes on after any of them")
    func frequent() async throws {
        try await withCustomers { scope async throws in
            #expect(try await found("EXAMPLE", scope) == [1000, 999, 998, 997, 996])
            #expect(try await found("example", scope, after: 3) == [2, 1])
            #expect(try await found("lovel", scope) == [1000, 950, 900, 850, 800])
            #expect(try await found("lovel", scope, after: 120) == [100, 50])
        }
    }

    @Test("finds the one that is rare, by any part of its text")
    func rare() async throws {
        try await withCustomers { scope async throws in
            for term in ["Zuse", "d zus", "zu", "person700@"] { #expect(try await found(term, scope) == [700], "\(term)") }
            #expect(try await found("Zuse", scope, after: 700).isEmpty)
            #expect(try await found("nobody", scope).isEmpty)
        }
    }

    @Test("takes what stands for anything elsewhere as it is")
    func wildcards() async throws {
        try await withCustomers { scope async throws in
            #expect(try await found("100%", scope, most: 1) == [999])
            #expect(try await found("1_0%", scope).isEmpty)
            #expect(try await found("z_se", scope).isEmpty)
            #expect(try await found("zu\\se", scope).isEmpty)
        }
    }
}

extension ID {
    fileprivate init?(number: Int) {
        let digits = String(number, radix: 16)
        self.init("00000000-0000-0000-0000-\(String(repeating: "0", count: 12 - digits.count))\(digits)")
    }
}
