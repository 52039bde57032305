import Support
import Testing

@testable import Platform

@Suite("Notes that two people write at the same time", .enabled(if: TestPlatform.isPossible))
struct WritingAtTheSameTime {
    private func form(_ pairs: (String, String)...) -> Form { Form(pairs) }

    @Test("lose neither text: who saves last is shown both, and chooses")
    func lostUpdate() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope), manager = try await platform.join(scope.business.id, as: .manager)
            _ = try await platform.ask(.post, "\(path)/notes", as: scope, form: form(("body", "First")))
            let edit = try #require(try await platform.page(path, as: scope).attached?.notes[0].editPath), note = edit.replacing("/edit", with: "")
            for round in ["One", "Two"] {
                func open(_ reader: Scope) async throws -> String {
                    let page = try #require(try await platform.ask(.get, edit, as: reader).page(RecordFormPage.self))
                    return try #require(page.hidden.first { $0.name == "state" }?.value)
                }
                let mine = try await open(scope), theirs = try await open(manager)
                #expect(try await platform.ask(.post, note, as: manager, form: form(("body", "Theirs \(round)"), ("state", theirs))).status.code == 303)
                let late = try await platform.ask(.post, note, as: scope, form: form(("body", "Mine \(round)"), ("state", mine)))
                let page = try #require(late.page(RecordFormPage.self)), both = try #require(page.conflict?.fields.first)
                #expect(late.status.code == 409 && both.mine == "Mine \(round)" && both.theirs == "Theirs \(round)")
                let state = try #require(page.hidden.first { $0.name == "state" }?.value)
                #expect(try await platform.page(path, as: scope).attached?.notes.map(\.body) == ["Theirs \(round)"])
                _ = try await platform.ask(.post, note, as: scope, form: form(("body", "Mine \(round)"), ("state", state), ("keep.body", "theirs")))
                #expect(try await platform.page(path, as: scope).attached?.notes.map(\.body) == ["Theirs \(round)"])
                _ = try await platform.ask(.post, note, as: scope, form: form(("body", "Mine \(round)"), ("state", state), ("keep.body", "mine")))
                #expect(try await platform.page(path, as: scope).attached?.notes.map(\.body) == ["Mine \(round)"])
            }
        }
    }

    @Test("are one note when the form is sent twice, and two when something else was typed into it")
    func twice() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope), id = try #require(try await platform.page(path, as: scope).attached?.newNoteID)
            for body in ["Once", "Once", "More"] {
                #expect(try await platform.ask(.post, "\(path)/notes", as: scope, form: form(("id", id), ("body", body))).status.code == 303)
            }
            #expect(try await platform.page(path, as: scope).attached?.notes.map(\.body) == ["More", "Once"])
            #expect(try await scope.db.value("select count(*) from events where name = 'gallery.paintings.noted'", of: Int.self) == 2)
        }
    }

    @Test("are said to be removed once, though two removed them")
    func onceInHistory() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope)
            _ = try await platform.post("\(path)/attachments", as: scope, files: [TestFile("file", "a.png", TestFile.pixel())])
            let removal = try #require(try await platform.page(path, as: scope).attached?.files[0].deletePath)
            // Both find it, then wait for a third, and only one of them removes it.
            async let held: Void = {
                _ = try await platform.superuser.write(Query.execute("update attachments set added_by = added_by"), Query.execute("select pg_sleep(1)"))
            }()
            try await Task.sleep(for: .milliseconds(400))
            async let one = try? platform.ask(.post, removal, as: scope)
            async let other = try? platform.ask(.post, removal, as: scope)
            let answers = await [one, other]
            try await held
            #expect(answers.filter { $0?.status.code == 303 }.count == 1)
            #expect(try await scope.db.value("select count(*) from events where name = 'gallery.paintings.detached'", of: Int.self) == 1)
        }
    }
}
