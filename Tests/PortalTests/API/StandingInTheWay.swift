import HTTPTypes
import Platform
import Support
import Testing

@Suite("Two programs that stand in each other's way", .enabled(if: TestPlatform.isPossible))
struct StandingInTheWay {
    @Test("are both answered: one has done what it wanted, the other is asked to try again, and can")
    func deadlock() async throws {
        try await APIHouse.withProgram { house, program in
            let root = "/api/v1/crm/customers"
            let ada = try await program.ask(.post, root, "{\"name\": \"Ada\"}").id, bo = try await program.ask(.post, root, "{\"name\": \"Bo\"}").id
            // Each has locked its own before it comes to the other's.
            try await house.platform.superuser.write(Query.execute("""
                create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(0.5); return null; end $$
                """))
            try await house.platform.superuser.write(Query.execute("create trigger linger before update on customers for each statement execute function linger()"))
            async let one = program.ask(.post, "\(root)/\(ada)/merge", "{\"into_id\": \"\(bo)\"}")
            async let other = program.ask(.post, "\(root)/\(bo)/merge", "{\"into_id\": \"\(ada)\"}", headers: [.idempotencyKey: "k"])
            let answers = [try await one, try await other], late = try #require(answers.first { $0.status != 200 })
            #expect(Set(answers.map(\.status)) == [200, 503] && late.isProblem && late.headers[.retryAfter] == "2")
            #expect(try await house.count("select count(*) from customers where deleted_at is null") == 1)
            #expect(try await house.count("select count(*) from fences") == 0)
            #expect(try await house.count("select count(*) from kept_answers where status >= 500") == 0)
        }
    }
}
