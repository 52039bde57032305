import Support
import Testing

@testable import Platform

@Suite("Notes and files on any record", .enabled(if: TestPlatform.isPossible))
struct AddingNotes {
    private func attach(_ path: String, _ names: String..., on platform: TestPlatform, as scope: Scope) async throws -> Answered {
        try await platform.post("\(path)/attachments", as: scope, files: names.map { TestFile("file", $0, TestFile.pixel($0)) })
    }

    @Test("are added, changed and removed, and all of it stands in the history")
    func whole() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope)
            let added = try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", "  First\r\nline ")]))
            #expect(added.location == "\(path)#notes")
            var parts = try #require(try await platform.page(path, as: scope).attached)
            #expect(parts.notes.map(\.body) == ["First\nline"] && parts.notes[0].author == scope.member.name && !parts.notes[0].isEdited)
            let edit = try #require(parts.notes[0].editPath).replacing("/edit", with: "")
            #expect(try await platform.ask(.get, edit + "/edit", as: scope).page(RecordFormPage.self)?.sections[0].fields[0].longText?.value == "First\nline")
            _ = try await platform.ask(.post, edit, as: scope, form: Form([("body", "Second")]))
            _ = try await attach(path, "a.png", "b.png", on: platform, as: scope)
            parts = try #require(try await platform.page(path, as: scope).attached)
            #expect(parts.notes.map(\.body) == ["Second"] && parts.notes[0].isEdited && parts.files.map(\.name) == ["b.png", "a.png"])
            for file in parts.files { #expect(try await platform.ask(.get, file.path, as: scope).bytes() == TestFile.pixel(file.name)) }
            let removal = try #require(parts.files[0].deletePath)
            let question = try #require(try await platform.ask(.get, removal, as: scope).page(DeletePage.self))
            #expect(question.title.contains("b.png"))
            _ = try await platform.ask(.post, removal, as: scope)
            _ = try await platform.ask(.post, try #require(parts.notes[0].deletePath), as: scope)
            parts = try #require(try await platform.page(path, as: scope).attached)
            #expect(parts.notes.isEmpty && parts.files.map(\.name) == ["a.png"])
            let history = try #require(try await platform.ask(.get, "\(path)/history", as: scope).page(HistoryPage.self))
            #expect(history.entries.map(\.what) == ["Note deleted", "File removed", "File added", "File added", "Note changed", "Note added", "Added"])
            #expect(history.entries.compactMap(\.note) == ["b.png", "b.png", "a.png"])
        }
    }

    @Test("are refused empty or too long, with what was typed still there")
    func wrong() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope)
            for body in ["  ", String(repeating: "x", count: 20_001), "a\u{0}b"] {
                let answer = try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", body)]))
                let field = try #require(answer.page(RecordFormPage.self)?.sections[0].fields[0])
                #expect(answer.status.code == 422 && field.error != nil && field.longText?.value == body)
            }
            let nothing = try await attach(path, on: platform, as: scope)
            #expect(nothing.announcement?.kind == .warning)
            await #expect(throws: PageError.tooLarge(limit: 1 << 20)) {
                try await platform.post("\(path)/attachments", as: scope, files: [TestFile("file", "x", Array(repeating: 1, count: (1 << 20) + 1))])
            }
            #expect(try await platform.page(path, as: scope).attached?.notes.isEmpty == true)
        }
    }

    @Test("come twenty at a time, the newest first")
    func paging() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope)
            for number in 1...21 { _ = try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", "\(number)")])) }
            let first = try #require(try await platform.page(path, as: scope).attached)
            #expect(first.notes.map(\.body) == (2...21).reversed().map(String.init))
            let older = try #require(first.olderNotes).replacing("#notes", with: "")
            let second = try #require(try await platform.page(older, as: scope).attached)
            #expect(second.notes.map(\.body) == ["1"] && second.olderNotes == nil)
        }
    }

    @Test("are read with the record, written by who may edit it, and changed by their author or a manager")
    func permission() async throws {
        try await withGallery { platform, scope in
            let staff = try await platform.join(scope.business.id, as: .staff), other = try await platform.join(scope.business.id, as: .staff)
            let viewer = try await platform.join(scope.business.id, as: .viewer), manager = try await platform.join(scope.business.id, as: .manager)
            let path = try await platform.painting(as: scope)
            _ = try await platform.ask(.post, "\(path)/notes", as: staff, form: Form([("body", "Mine")]))
            _ = try await attach(path, "a.png", on: platform, as: staff)
            let seen = try #require(try await platform.page(path, as: viewer).attached)
            #expect(seen.notes.count == 1 && seen.notes[0].editPath == nil && seen.notePath == nil && seen.filePath == nil && seen.files[0].deletePath == nil)
            #expect(try await platform.ask(.get, seen.files[0].path, as: viewer).status.code == 200)
            for target in ["\(path)/notes", "\(path)/attachments"] {
                await #expect(throws: Refusal.self) { try await platform.ask(.post, target, as: viewer, form: Form([("body", "x")])) }
            }
            let note = "\(path)/notes/\(seen.notes[0].id)"
            #expect(try await platform.page(path, as: other).attached?.notes[0].editPath == nil)
            await #expect(throws: AttachedError.notYours) { try await platform.ask(.post, note, as: other, form: Form([("body", "x")])) }
            await #expect(throws: AttachedError.notYours) { try await platform.ask(.post, "\(note)/delete", as: other) }
            #expect(try await platform.ask(.post, note, as: manager, form: Form([("body", "Theirs")])).status.code == 303)
            #expect(try await platform.page(path, as: staff).attached?.notes.map(\.body) == ["Theirs"])
        }
    }

    @Test("of one business are not there for another, by any address")
    func foreign() async throws {
        try await withGallery { platform, scope in
            let globex = try await platform.register("Globex"), path = try await platform.painting(as: scope), own = try await platform.painting(as: globex)
            _ = try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", "Secret")]))
            _ = try await attach(path, "a.png", on: platform, as: scope)
            let parts = try #require(try await platform.page(path, as: scope).attached), file = try #require(try await platform.fileIDs(of: scope).first)
            let note = parts.notes[0].id, attached = try #require(parts.files[0].deletePath).split(separator: "/")[4]
            for base in [path, own] {
                for target in ["notes/\(note)/edit", "notes/\(note)/delete", "attachments/\(attached)/delete"] {
                    await #expect(throws: PageError.notFound) { try await platform.ask(.get, "\(base)/\(target)", as: globex) }
                }
                await #expect(throws: PageError.notFound) { try await platform.ask(.post, "\(base)/notes/\(note)/delete", as: globex) }
            }
            await #expect(throws: PageError.notFound) { try await platform.ask(.get, parts.files[0].path, as: globex) }
            await #expect(throws: PageError.notFound) { try await platform.ask(.post, "\(path)/notes", as: globex, form: Form([("body", "x")])) }
            let stolen = try await platform.post(own, as: globex, ["version": "1", "name": "x", "contract": file.description])
            #expect(stolen.status.code == 422)
            #expect(try await platform.page(path, as: scope).attached?.notes.count == 1)
        }
    }

    @Test("wait with a deleted record, and come back with it")
    func deleted() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope)
            _ = try await attach(path, "a.png", on: platform, as: scope)
            let file = try #require(try await platform.page(path, as: scope).attached).files[0].path
            _ = try await platform.ask(.post, "\(path)/delete", as: scope)
            await #expect(throws: PageError.notFound) { try await platform.ask(.get, file, as: scope) }
            await #expect(throws: PageError.notFound) { try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", "x")])) }
            try await platform.letADayPass()
            await platform.sweepFiles()
            _ = try await platform.ask(.post, "\(platform.paintings)/restore?id=\(path.split(separator: "/")[2])", as: scope)
            #expect(try await platform.ask(.get, file, as: scope).bytes() == TestFile.pixel("a.png"))
        }
    }
}
