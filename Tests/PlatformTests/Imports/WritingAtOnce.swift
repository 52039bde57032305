import Platform
import Support
import Testing

@Suite("Writing an import", .enabled(if: TestPlatform.isPossible))
struct WritingAtOnce {
    /// Three chunks, whose last row the database holds up, and refuses when it is called Bad.
    private func file(last: String) -> String {
        "Name,Company\n" + (0..<2_500).map { "Person \($0),Firm \($0 % 3)\n" }.joined() + "\(last),Last firm\n"
    }

    private func withGate(_ body: (TestPlatform, Scope) async throws -> Void) async throws {
        try await withClub { platform, scope in
            try await platform.arrange("""
                create function gate() returns trigger language plpgsql as $$ begin
                    perform pg_advisory_xact_lock(17);
                    if new.name = 'Bad' then raise exception 'no'; end if;
                    return new;
                end $$
                """)
            try await platform.arrange("create trigger gate before insert on contacts for each row when (new.name in ('Bad', 'Late')) execute function gate()")
            try await body(platform, scope)
        }
    }

    @Test("that fails at the last row leaves nothing, and says so")
    func failing() async throws {
        try await withGate { platform, scope in
            let taken = try await TestImport(file(last: "Bad"), as: scope, on: platform)
            #expect(try await taken.check()?.counts["New"] == "2,501")
            let events = try await scope.events()
            let failed = try #require(try await taken.start())
            #expect(!failed.isDone && failed.kind == "danger" && failed.start == nil && failed.figures.isEmpty)
            #expect(failed.text.hasPrefix("Something went wrong on our side, and nothing was imported."))
            #expect(try await scope.count("contacts") == 0)
            #expect(try await scope.count("firms") == 0)
            #expect(try await scope.events() == events)
            #expect(try await scope.count("import_pieces") > 0)
            try await platform.arrange("drop trigger gate on contacts")
            _ = try await taken.check()
            #expect(try await taken.start()?.isDone == true)
            #expect(try await scope.count("contacts") == 2_501)
        }
    }

    @Test("shows how far it is, and nobody sees a row before all are there")
    func progress() async throws {
        try await withGate { platform, scope in
            let taken = try await TestImport(file(last: "Late"), as: scope, on: platform)
            _ = try await taken.check()
            try await taken.order()
            try await platform.whileRunning {
                try await platform.superuser.transaction { gate in
                    _ = try await gate.run(Query.execute("select pg_advisory_xact_lock(17)"))
                    let page = try await taken.progress { $0.percent > 50 }
                    #expect(page.title == "Importing" && page.text == "2,000 of 2,501 rows" && page.percent == 79)
                    #expect(try await scope.count("contacts") == 0)
                    #expect(try await scope.count("firms") == 0)
                }
            }
            #expect(try await taken.result()?.isDone == true)
            #expect(try await scope.count("contacts") == 2_501)
            #expect(try await scope.count("imports where rows_read = 2501") == 1)
        }
    }
}

extension TestImport {
    /// Waits until it is that far.
    fileprivate func progress(_ isFar: (ImportProgressPage) -> Bool) async throws -> ImportProgressPage {
        for _ in 0..<1_000 {
            if let page = try await platform.ask(.get, path, as: scope).page(ImportProgressPage.self), isFar(page) { return page }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw WrongAnswer()
    }
}
