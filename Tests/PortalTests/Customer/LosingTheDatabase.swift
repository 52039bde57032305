import HTTPTypes
import Platform
import Support
import Testing

@Suite("While the database is away, somebody who signed in", .enabled(if: TestPlatform.isPossible))
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
