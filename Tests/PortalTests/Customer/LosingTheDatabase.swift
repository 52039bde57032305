import HTTPTypes
import Platform
import Support
import Testing

@Suite("While the database does not answer, somebody who signed in", .enabled(if: TestPlatform.isPossible))
struct LosingTheDatabase {
    @Test("is told so, whatever they ask for")
    func apology() async throws {
        try await CustomerHouse.with { house in
            let ada = try await house.platform.register("Acme")
            let cookie = try await house.cookie(of: ada)
            try await house.platform.loseDatabase()
            let answers = [
                try await house.ask(.get, "/home", cookie: cookie),
                try await house.ask(.get, "/nope", cookie: cookie),
                try await house.ask(.get, "/nope", cookie: "kontor_session=none; kontor_language=en"),
                try await house.ask(.post, "/settings", cookie: cookie, headers: [.origin: "https://evil.example"]),
            ]
            #expect(answers.map(\.status) == [503, 503, 404, 503])
            for answer in answers { #expect(answer.text.contains("</html>") && answer.text.contains("href=\"/\"")) }
            for answer in [answers[0], answers[1], answers[3]] {
                #expect(answer.text.contains(ada.say("platform.errors.unavailable_title")) && answer.headers[.retryAfter] != nil)
            }
        }
    }

    @Test("is told to come back in a moment when a page takes too long to answer")
    func tooLong() async throws {
        try await CustomerHouse.with { house in
            let cookie = try await house.cookie(of: house.platform.register("Acme"))
            // As the server says it when a statement's time is up.
            for statement: SQL in [
                "alter table customers rename to many",
                "create function public.endless() returns boolean stable language plpgsql as $$ begin raise sqlstate '57014'; end $$",
                "create view customers as select * from many where public.endless()", "grant select on customers to kontor_app",
            ] { _ = try await house.platform.superuser.write(Query.execute(statement)) }
            let answer = try await house.ask(.get, "/crm/customers", cookie: cookie)
            #expect(answer.status == 503 && answer.headers[.retryAfter] != nil)
        }
    }
}

extension TestPlatform {
    /// Lets no login connect any more, and hangs up on those who have.
    fileprivate func loseDatabase() async throws {
        try await superuser.write(.execute("""
            do $$ begin
                execute format('alter database %I connection limit 0', current_database());
            end $$
            """))
        _ = try await superuser.read(.rows("""
            select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
            """) { row in try row.next(Bool.self) })
    }
}
