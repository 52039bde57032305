import Support
import Testing

@testable import Platform

@Suite("What one request may bring", .enabled(if: TestPlatform.isPossible))
struct LimitingUploads {
    @Test("is twenty files and ten times the largest, and what is more leaves nothing behind")
    func files() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope)
            func attach(_ count: Int, _ bytes: [UInt8]) async throws {
                _ = try await platform.post("\(path)/attachments", as: scope, files: (0..<count).map { TestFile("file", "\($0).bin", bytes) })
            }
            let refused = FileUploadError.tooMany(most: 20, bytes: 10 << 20)
            await #expect(throws: refused) { try await attach(21, [1]) }
            await #expect(throws: refused) { try await attach(11, Array(repeating: 1, count: 1 << 20)) }
            #expect(try await platform.fileIDs(of: scope).isEmpty && refused.status.code == 413)
            await platform.sweepFiles()
            #expect(try await platform.superuser.read(Query<Int>.value("select count(*) from file_removals")) == 0)
            try await attach(20, [1])
            #expect(try await platform.fileIDs(of: scope).count == 20)
        }
    }

    @Test("is one file for a field: the last one counts, and those before are forgotten")
    func onePerField() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope, files: (1...3).map { TestFile("scan.upload", "\($0).png", TestFile.pixel("\($0)")) })
            let portrait = try #require(try await platform.page(path, as: scope).portrait)
            #expect(try await platform.ask(.get, portrait, as: scope).bytes() == TestFile.pixel("3"))
            #expect(try await platform.fileIDs(of: scope).count == 1)
        }
    }

    @Test("is nothing once the business has stored what it may, until something is removed")
    func full() async throws {
        try await withGallery { platform, scope in
            let other = try await platform.register("Globex"), id = ID<StoredFile>(), limit = platform.registry.files.mostBusinessBytes
            try await platform.superuser.write(Query.execute("""
                insert into files (business_id, id, name, size, sha256) values (\(scope.business.id), \(id), 'all', \(limit), 'x')
                """))
            let scan = TestFile("scan.upload", "a.png", TestFile.pixel()), full = FileUploadError.full(most: limit)
            await #expect(throws: full) { try await platform.painting(as: scope, files: [scan]) }
            #expect(full.status.code == 413 && scope.say(full.message).contains("10,240 MB"))
            _ = try await platform.painting(as: other, files: [scan])
            try await platform.superuser.write(Query.execute("update files set removed_at = now() where id = \(id)"))
            _ = try await platform.painting(as: scope, files: [scan])
        }
    }

    @Test("may be as many texts as a record with many lines has")
    func texts() async throws {
        try await withGallery { platform, scope in
            let names = ["name"] + (0..<5_000).map { "lines.\($0).note" }
            let parts = names.map { "--XyZ\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\nSunday\r\n" }.joined()
            let answer = try await platform.ask(
                .post, platform.paintings, as: scope, headers: [.contentType: "multipart/form-data; boundary=XyZ"],
                body: Pieces([Array((parts + "--XyZ--\r\n").utf8)]))
            #expect(answer.status.code == 303)
        }
    }
}
