import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("Nodes that import side by side", .enabled(if: TestPlatform.isPossible))
struct SharingTheWork {
    @Test("never do one import twice")
    func once() async throws {
        try await withClub { platform, acme in
            let scopes = [acme, try await platform.register("Globex"), try await platform.register("Hooli")]
            let rows = (0..<300).map { "Person \($0)\n" }.joined()
            var all: [TestImport] = []
            for scope in scopes {
                for _ in 0..<3 {
                    let taken = try await TestImport("Name\n\(rows)", as: scope, on: platform)
                    _ = try await taken.check()
                    all.append(taken)
                }
            }
            let ordered = all
            for taken in ordered { try await taken.order() }
            try await platform.whileRunning {
                try await platform.whileRunning {
                    // Asking for a result would start a third runner, and stop it halfway.
                    while try await platform.isBusy() { try await Task.sleep(for: .milliseconds(20)) }
                }
            }
            for scope in scopes {
                #expect(try await scope.count("contacts") == 900)
                #expect(try await scope.count("imports where state = 'done' and attempts = 1") == 3)
            }
        }
    }

    /// The import to do next, if a runner that calls itself so may have it.
    private func claim(_ patience: String, on platform: TestPlatform) async throws -> ImportLease? {
        let runner = UUID()
        return try await platform.app.write(Query.first("select business_id, id from kontor.claim_import(\(runner), \(patience)::text::interval)") { row in
            ImportLease(business: try row.next(), id: try row.next(), runner: runner)
        })
    }

    @Test("leave a business's second import until its first is over")
    func oneAtATime() async throws {
        try await withClub { platform, scope in
            let both = [try await TestImport("Name\nAda\n", as: scope, on: platform), try await TestImport("Name\nBo\n", as: scope, on: platform)]
            for taken in both { _ = try await taken.check() }
            for taken in both { try await taken.order() }
            let first = try #require(try await claim("1 minute", on: platform))
            #expect(try await claim("1 minute", on: platform) == nil)
            try await first.finish(ImportTally(), in: scope.db)
            #expect(try await claim("1 minute", on: platform) != nil)
        }
    }

    @Test("take over from one that is not seen any more, which then finishes nothing")
    func takenOver() async throws {
        try await withClub { platform, scope in
            let taken = try await TestImport("Name\nAda\n", as: scope, on: platform)
            _ = try await taken.check()
            try await taken.order()
            let late = try #require(try await claim("1 minute", on: platform))
            #expect(try await claim("1 minute", on: platform) == nil)
            _ = try #require(try await claim("0 seconds", on: platform))
            await #expect(throws: ImportLease.Lost.self) { try await late.report(ImportProgress(), in: scope.db) }
            await #expect(throws: ImportLease.Lost.self) { try await late.finish(ImportTally(), in: scope.db) }
            try await late.fail("imports.failed.sorry", scope.voice, in: scope.db)
            #expect(try await scope.count("imports where state = 'running'") == 1)
        }
    }

    @Test("give an import up that breaks off again and again")
    func givingUp() async throws {
        try await withClub { platform, scope in
            let taken = try await TestImport("Name\nAda\n", as: scope, on: platform)
            _ = try await taken.check()
            try await taken.order()
            for _ in 0..<5 { #expect(try await claim("0 seconds", on: platform) != nil) }
            try await platform.arrange("update imports set heartbeat_at = null")
            #expect(try await taken.result()?.text.hasPrefix("The import broke off again and again") == true)
            #expect(try await scope.count("contacts") == 0)
        }
    }

    @Test("may hand an import on as often as they must, for the file is not to blame")
    func handingOn() async throws {
        try await withClub { platform, scope in
            let taken = try await TestImport("Name\nAda\n", as: scope, on: platform)
            _ = try await taken.check()
            try await taken.order()
            for _ in 0..<7 { try await #require(try await claim("1 minute", on: platform)).release(in: scope.db) }
            #expect(try await taken.result()?.isDone == true)
            #expect(try await scope.count("contacts") == 1)
        }
    }

    @Test("go on when they cannot be seen for a moment", .timeLimit(.minutes(30)))
    func unseen() async throws {
        try await withClub { platform, scope in
            try await platform.arrange("""
                create function hide() returns trigger language plpgsql as $$ begin
                    if new.heartbeat_at > old.heartbeat_at and new.attempts = old.attempts then raise exception 'full' using errcode = 'too_many_connections'; end if;
                    return new;
                end $$
                """)
            try await platform.arrange("create trigger hide before update on imports for each row execute function hide()")
            try await platform.arrange("""
                create function linger() returns trigger language plpgsql as $$ begin perform pg_sleep(1.5); return new; end $$
                """)
            try await platform.arrange("create trigger linger before insert on contacts for each row execute function linger()")
            let taken = try await TestImport("Name\nAda\n", as: scope, on: platform)
            _ = try await taken.check()
            #expect(try await taken.start()?.isDone == true)
            #expect(try await scope.count("imports where state = 'done' and attempts = 1") == 1)
        }
    }

    @Test("show nobody the import of another business, or of other records")
    func isolation() async throws {
        try await withClub { platform, acme in
            let globex = try await platform.register("Globex")
            let taken = try await TestImport("Name\nAda,\n", as: acme, on: platform)
            let elsewhere = taken.path.replacing("club/contacts", with: "offices/firms")
            for (path, scope) in [(taken.path, globex), (elsewhere, acme)] {
                for step in ["", "/mapping", "/problems"] {
                    await #expect(throws: PageError.notFound) { try await platform.ask(.get, path + step, as: scope) }
                }
                for step in ["/mapping", "/start"] {
                    await #expect(throws: PageError.notFound) { try await platform.ask(.post, path + step, as: scope, form: Form([("column.0", "name")])) }
                }
            }
            #expect(try await acme.count("imports where state = 'uploaded'") == 1)
        }
    }
}

extension TestPlatform {
    fileprivate func isBusy() async throws -> Bool {
        try await superuser.read(Query<Bool>.value("select exists (select from imports where state = 'running')"))
    }
}
