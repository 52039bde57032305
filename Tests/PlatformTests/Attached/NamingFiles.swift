import Support
import Testing

@testable import Platform

@Suite("A file in a field", .enabled(if: TestPlatform.isPossible))
struct NamingFiles {
    private let scan = TestFile("scan.upload", "../me \"x\" 😀.png", TestFile.pixel("first"))

    @Test("comes with the form, is shown on the page and in the list, and handed out to the byte")
    func stored() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope, files: [scan, TestFile("contract.upload", "عقد.html", Array("<script>".utf8))])
            let page = try await platform.page(path, as: scope), portrait = try #require(page.portrait)
            #expect(portrait.hasSuffix("/me%20%22x%22%20%F0%9F%98%80.png"))
            let answer = try await platform.ask(.get, portrait, as: scope)
            #expect(try await answer.bytes() == TestFile.pixel("first"))
            #expect(answer.response.headers[.contentDisposition]?.hasPrefix("inline; filename=\"me _x_ _.png\"") == true)
            #expect(answer.response.headers[.contentSecurityPolicy] == "sandbox; default-src 'none'" && answer.response.headers[.xContentTypeOptions] == "nosniff")
            let contract = try #require(page.groups[0].facts.first { $0.label == "Contract" })
            #expect(contract.text == "عقد.html" && contract.image == nil)
            let kept = try await platform.ask(.get, "\(try #require(contract.link))", as: scope).response
            #expect(kept.headers[.contentDisposition]?.hasPrefix("attachment; ") == true && kept.headers[.contentType] == "application/octet-stream")
            let list = try #require(try await platform.ask(.get, platform.paintings, as: scope).page(RecordListPage.self))
            #expect(list.table?.rows[0].cells[0].image == portrait && list.table?.rows[0].cells[1].text == "عقد.html")
            let export = try await platform.ask(.get, "\(platform.paintings)/export", as: scope).text()
            #expect(export.contains("Sunday,\(portrait),"))
        }
    }

    @Test("is handed out in parts, and only when it is another than before")
    func parts() async throws {
        try await withGallery { platform, scope in
            let path = try #require(try await platform.page(platform.painting(as: scope, files: [scan]), as: scope).portrait)
            func ask(_ headers: HTTPFields) async throws -> Answered { try await platform.ask(.get, path, as: scope, headers: headers) }
            let part = try await ask([.range: "bytes=1-3"])
            #expect(try await part.bytes() == Array("PNG".utf8) && part.status.code == 206)
            #expect(part.response.headers[.contentRange] == "bytes 1-3/21" && part.response.headers[.contentLength] == "3")
            let beyond = try await ask([.range: "bytes=21-"])
            #expect(beyond.status.code == 416 && beyond.response.headers[.contentRange] == "bytes */21")
            let etag = try #require(part.response.headers[.eTag])
            #expect(try await ask([.ifNoneMatch: etag]).status.code == 304)
            #expect(try await ask([.ifRange: "\"other\"", .range: "bytes=1-3"]).status.code == 200)
        }
    }

    @Test("is kept when something else of the form is wrong, for who uploaded it alone")
    func survives() async throws {
        try await withGallery { platform, scope in
            let answer = try await platform.post(platform.paintings, as: scope, ["name": ""], files: [scan])
            let page = try #require(answer.page(RecordFormPage.self)), input = try #require(page.sections[0].fields.first { $0.name == "scan" }?.file)
            #expect(answer.status.code == 422 && input.fileName == "me \"x\" 😀.png" && page.hasFiles)
            #expect(try await platform.ask(.get, try #require(input.path), as: scope).status.code == 200)
            let other = try await platform.join(scope.business.id, as: .manager)
            await #expect(throws: PageError.notFound) { try await platform.ask(.get, input.path ?? "", as: other) }
            let stolen = try await platform.post(platform.paintings, as: other, ["name": "Theirs", "scan": input.value])
            #expect(stolen.status.code == 422 && stolen.page(RecordFormPage.self)?.sections[0].fields[1].file?.fileName == nil)
            let again = try await platform.post(platform.paintings, as: scope, ["name": "Mine", "scan": input.value])
            #expect(try await platform.page(try #require(again.location), as: scope).portrait == input.path)
        }
    }

    @Test("is refused where it is no picture or too large, and nothing typed is lost")
    func refused() async throws {
        try await withGallery { platform, scope in
            let html = try await platform.post(
                platform.paintings, as: scope, ["name": "Kept"], files: [TestFile("scan.upload", "x.png", Array("<html>".utf8))])
            let page = try #require(html.page(RecordFormPage.self))
            #expect(html.status.code == 422 && page.sections[0].fields[1].error?.contains("PNG") == true && page.sections[0].fields[0].text?.value == "Kept")
            let huge = TestFile("contract.upload", "x.bin", Array(repeating: 7, count: (1 << 20) + 1))
            let large = try #require(try await platform.post(platform.paintings, as: scope, ["name": "Kept"], files: [huge]).page(RecordFormPage.self))
            #expect(large.sections[0].fields[2].error?.contains("1 MB") == true)
            #expect(try await platform.post(platform.paintings, as: scope, ["name": "Fits"], files: [
                TestFile("contract.upload", "x.bin", Array(repeating: 7, count: 1 << 20)),
            ]).status.code == 303)
            await #expect(throws: PageError.tooLarge(limit: 1 << 20)) {
                try await platform.post(platform.paintings, as: scope, [:], files: [TestFile("scan.upload", "x", Array(repeating: 7, count: 6 << 20))])
            }
        }
    }

    @Test("is changed and removed by the form, says so in the history, and its bytes go")
    func changed() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope, files: [scan]), first = try #require(try await platform.page(path, as: scope).portrait)
            let second = TestFile("scan.upload", "new.gif", Array("GIF89a".utf8))
            _ = try await platform.post(path, as: scope, ["version": "1", "name": "Sunday"], files: [second])
            #expect(try await platform.page(path, as: scope).portrait?.hasSuffix("new.gif") == true)
            await #expect(throws: PageError.notFound) { try await platform.ask(.get, first, as: scope) }
            _ = try await platform.post(path, as: scope, ["version": "2", "name": "Sunday", "scan.remove": "true"])
            #expect(try await platform.page(path, as: scope).portrait == nil)
            let history = try #require(try await platform.ask(.get, "\(path)/history", as: scope).page(HistoryPage.self))
            #expect(history.entries.flatMap(\.changes).map { [$0.before, $0.after] } == [["new.gif", ""], ["me \"x\" 😀.png", "new.gif"]])
            #expect(try await platform.stored(of: scope) == 2)
            await platform.sweepFiles()
            #expect(try await platform.stored(of: scope) == 0)
        }
    }

    @Test("belongs to one record, whatever another one says")
    func once() async throws {
        try await withGallery { platform, scope in
            _ = try await platform.painting(as: scope, files: [scan])
            let id = try #require(try await platform.fileIDs(of: scope).first)
            let twice = try await platform.post(platform.paintings, as: scope, ["name": "Copy", "scan": id.description])
            #expect(twice.status.code == 422)
            await #expect(throws: (any Error).self) {
                try await scope.db.execute("insert into paintings (id, name, scan) values (\(ID<Painting>()), 'Raw', \(id))")
            }
        }
    }
}
