import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("Files that nobody needs", .enabled(if: TestPlatform.isPossible))
struct LosingFiles {
    private let scan = TestFile("scan.upload", "Lovelace.png", TestFile.pixel("face"))
    private let contract = TestFile("contract.upload", "contract.pdf", Array("%PDF".utf8))

    @Test("are swept a day after the upload, and those that are named never are")
    func sweep() async throws {
        try await withGallery { platform, scope in
            _ = try await platform.post(platform.paintings, as: scope, ["name": ""], files: [scan]) // never saved
            let path = try await platform.painting(as: scope, files: [scan])
            await platform.sweepFiles()
            #expect(try await platform.stored(of: scope) == 2)
            try await platform.letADayPass()
            await platform.sweepFiles()
            #expect(try await platform.fileIDs(of: scope).count == 1)
            let portrait = try #require(try await platform.page(path, as: scope).portrait)
            #expect(try await platform.ask(.get, portrait, as: scope).bytes() == TestFile.pixel("face"))
            #expect(try await platform.superuser.read(Query<Int>.value("select count(*) from file_removals")) == 0)
        }
    }

    @Test("leave nothing behind when the browser goes away in the middle, and are never named without their bytes")
    func brokenOff() async throws {
        try await withGallery { platform, scope in
            struct Gone: Error {}
            let start = Array("--XyZ\r\nContent-Disposition: form-data; name=\"scan.upload\"; filename=\"a.png\"\r\n\r\n".utf8) + TestFile.pixel()
            await #expect(throws: Gone.self) {
                try await platform.ask(
                    .post, platform.paintings, as: scope, headers: [.contentType: "multipart/form-data; boundary=XyZ"], body: Pieces([start], then: Gone()))
            }
            #expect(try await platform.fileIDs(of: scope).isEmpty)
            await #expect(throws: FileUploadError.brokenOff) {
                try await platform.ask(
                    .post, platform.paintings, as: scope, headers: [.contentType: "multipart/form-data; boundary=XyZ"], body: Pieces([start]))
            }
            // As when the server is killed after the row and before the bytes: such a file cannot be named.
            let id = ID<StoredFile>()
            try await scope.db.execute("insert into files (id, name, uploaded_by) values (\(id), 'half', \(scope.member.id))")
            #expect(try await platform.post(platform.paintings, as: scope, ["name": "x", "scan": id.description]).status.code == 422)
            await #expect(throws: PageError.notFound) { try await platform.ask(.get, "/files/\(id)/half", as: scope) }
            await #expect(throws: AttachedError.noSuchFile) {
                let painting = Painting(name: "y")
                try await Records(Painting.self, in: scope).create(painting)
                _ = try await Attached(RecordKind<Painting>(module: "gallery"), in: scope, to: painting.id).attach(id)
            }
            try await platform.letADayPass()
            await platform.sweepFiles()
            #expect(try await platform.fileIDs(of: scope).isEmpty)
        }
    }

    @Test("go with the person they are about, names and bytes; those of the business stay")
    func erasure() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting("Ada", as: scope, files: [scan, contract]), other = try await platform.painting("Bo", as: scope, files: [scan])
            _ = try await platform.post(path, as: scope, ["version": "1", "name": "Ada"], files: [TestFile("scan.upload", "Lovelace2.png", TestFile.pixel())])
            _ = try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", "Lovelace is kind")]))
            _ = try await platform.post("\(path)/attachments", as: scope, files: [TestFile("file", "Lovelace.pdf", [1])])
            #expect(try await platform.ask(.post, "\(path)/erase", as: scope, form: Form([("sure", "yes")])).status.code == 303)
            await platform.sweepFiles()
            let page = try await platform.page(path, as: scope)
            #expect(page.portrait == nil && page.attached?.notes.isEmpty == true && page.attached?.files.isEmpty == true)
            #expect(page.groups[0].facts.contains { $0.text == "contract.pdf" })
            #expect(try await platform.stored(of: scope) == 2, "the contract, and the other's scan")
            let names = try await platform.superuser.read(.rows("select name from files") { row in try row.next(String.self) })
            #expect(Set(names) == ["contract.pdf", "Lovelace.png"])
            let history = try #require(try await platform.ask(.get, "\(path)/history", as: scope).page(HistoryPage.self))
            #expect(!"\(history)".contains("Lovelace"))
            #expect(try await platform.page(other, as: scope).portrait != nil)
        }
    }

    @Test("move with the record that another one becomes part of")
    func moving() async throws {
        try await withGallery { platform, scope in
            let (from, to) = (ID<Painting>(try await platform.painting(as: scope, files: [scan]).suffix(36).description), ID<Painting>(try await platform.painting(as: scope).suffix(36).description))
            let (old, new) = (try #require(from), try #require(to)), path = "\(platform.paintings)/\(old)"
            _ = try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", "Note")]))
            _ = try await platform.post("\(path)/attachments", as: scope, files: [TestFile("file", "a.png", TestFile.pixel("a"))])
            try await scope.transaction { scope in
                let records = Records(Painting.self, in: scope)
                let goes = try #require(try await records.one(old))
                var stays = try #require(try await records.one(new))
                try await scope.moveAttached(from: old, to: new, fields: ["scan"])
                stays.values.record.scan = goes.record.scan
                _ = try await records.update(stays.record, from: stays.version)
                _ = try await records.delete([old])
            }
            let page = try await platform.page("\(platform.paintings)/\(new)", as: scope)
            #expect(page.attached?.notes.map(\.body) == ["Note"] && page.attached?.files.map(\.name) == ["a.png"])
            #expect(try await platform.ask(.get, try #require(page.portrait), as: scope).bytes() == TestFile.pixel("face"))
            // Even when the other one comes back and is given another scan, this one's stays.
            _ = try await platform.ask(.post, "\(platform.paintings)/restore?id=\(old)", as: scope)
            _ = try await platform.post(path, as: scope, ["version": "4", "name": "x", "scan.remove": "true"])
            #expect(try await platform.ask(.get, try #require(page.portrait), as: scope).status.code == 200)
            _ = try await platform.ask(.post, "\(platform.paintings)/\(new)/erase", as: scope, form: Form([("sure", "yes")]))
            await platform.sweepFiles()
            #expect(try await platform.stored(of: scope) == 0)
        }
    }

    @Test("go with their module, in the archive before and from the store after")
    func leaving() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope, files: [scan, contract])
            _ = try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", "Note")]))
            _ = try await platform.post("\(path)/attachments", as: scope, files: [TestFile("file", "../تقرير.png", TestFile.pixel("attached"))])
            _ = try await scope.db.write(Query<Bool>.value("select kontor.switch_feature('gallery', false)"))
            let leaving = try await Leaving(gallery, platform.registry, in: scope)
            guard case .stream(let pieces) = try await leaving.archive().body else { throw WrongAnswer() }
            var archive: [UInt8] = []
            for try await piece in pieces { archive += piece }
            let text = String(decoding: archive, as: UTF8.self)
            for name in ["notes.csv", "files.csv", "/Lovelace.png", "/contract.pdf", "/تقرير.png"] { #expect(text.contains(name), "\(name)") }
            let report = try await leaving.purge()
            #expect(report.rows["files"] == 3 && report.rows["notes"] == 1 && report.rows["attachments"] == 1)
            let ids = try await platform.superuser.read(.rows("select id from file_removals") { row in try row.next(ID<StoredFile>.self) })
            #expect(ids.count == 3)
            await platform.sweepFiles()
            for id in ids { #expect(try await !platform.hasBytes(id, of: scope)) }
            #expect(try await platform.fileIDs(of: scope).isEmpty)
        }
    }
}
