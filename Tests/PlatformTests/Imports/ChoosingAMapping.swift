import HTTPTypes
import Platform
import Support
import Testing

@Suite("Choosing the columns of an import", .enabled(if: TestPlatform.isPossible))
struct ChoosingAMapping {
    /// What the page says when this choice is sent.
    private func said(_ choice: KeyValuePairs<String, String>, of file: String = "A,B\nAnna,ana@example.com\n") async throws -> String {
        try await withClub { platform, scope in
            let taken = try await TestImport(file, as: scope, on: platform)
            let answer = try await platform.ask(.post, "\(taken.path)/mapping", as: scope, form: Form(choice.map { ($0.key, $0.value) }))
            #expect(answer.status == .unprocessableContent)
            let waiting = try await scope.count("imports where state <> 'uploaded'")
            #expect(waiting == 0)
            return try #require(answer.page(ImportMappingPage.self)?.error)
        }
    }

    @Test("is refused while nothing is chosen, or only the id")
    func nothing() async throws {
        let sentence = "No column goes into any field yet. Choose at least one."
        #expect(try await said([:]) == sentence)
        #expect(try await said(["column.0": "id", "key": "id"]) == sentence)
        #expect(try await said(["column.0": "nonsense", "column.1": "points", "column.7": "name"]) == sentence)
    }

    @Test("is refused without what must not be empty, and names it")
    func required() async throws {
        #expect(try await said(["column.1": "email"]) == "No column goes into “Name”, which must not be empty. Choose its column.")
    }

    @Test("is refused when rows are to find their records by a field that has no column, and names it")
    func keyless() async throws {
        let sentence = "Rows are to find their records by “E-mail”, but no column goes into it. Choose its column, or another way to find them."
        #expect(try await said(["column.0": "name", "key": "email"]) == sentence)
    }

    @Test("keeps what was chosen when it is refused")
    func kept() async throws {
        try await withClub { platform, scope in
            let taken = try await TestImport("A,B\nAnna,ana@example.com\n", as: scope, on: platform)
            let form = Form([("column.1", "phone"), ("key", "")])
            let page = try #require(try await platform.ask(.post, "\(taken.path)/mapping", as: scope, form: form).page(ImportMappingPage.self))
            #expect(page.columns.map { $0.fields.first { $0.isSelected }?.value } == ["", "phone"])
        }
    }

    @Test("joins two columns of one text, and takes of two addresses the first there is")
    func twice() async throws {
        try await withClub { platform, scope in
            let file = "A,B,C,D\nAda,Marín,,ada@example.com\nBo,,bo@example.com,late@example.com\n"
            let taken = try await TestImport(file, as: scope, on: platform)
            let checked = try await taken.check { _ in
                Form([("column.0", "name"), ("column.1", "name"), ("column.2", "email"), ("column.3", "email"), ("key", "")])
            }
            #expect(checked?.wrong == [])
            _ = try await taken.start()
            #expect(try await scope.contacts() == ["Ada Marín|ada@example.com", "Bo|bo@example.com"])
        }
    }

    @Test("can be done again after a check, until the import is started")
    func again() async throws {
        try await withClub { platform, scope in
            let taken = try await TestImport("A,B\nAnna,Berta\n", as: scope, on: platform)
            for column in ["column.0", "column.1"] { _ = try await taken.check { _ in Form([(column, "name")]) } }
            #expect(try await taken.start()?.isDone == true)
            let late = try await platform.ask(.post, "\(taken.path)/mapping", as: scope, form: Form([("column.0", "name")]))
            #expect(late.location == taken.path)
            _ = try await platform.ask(.post, "\(taken.path)/start", as: scope)
            #expect(try await taken.result()?.isDone == true)
            #expect(try await scope.contacts() == ["Berta"])
        }
    }
}
