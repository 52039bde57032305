import FoundationEssentials
import Logging
import Support
import Testing

@testable import Platform

@Suite("Bytes of files", .enabled(if: TestPlatform.isPossible))
struct RemovingBytes {
    private let scan = TestFile("scan.upload", "Lovelace.png", TestFile.pixel("face"))

    @Test("that cannot be removed are remembered, and keep no others from being removed")
    func stuck() async throws {
        try await withGallery { platform, scope in
            struct Stuck: Error {}
            let stuck = ID<StoredFile>(), ids = [stuck] + (0..<250).map { _ in ID<StoredFile>() }
            for id in ids { try await platform.superuser.write(Query.execute("insert into file_removals values (\(scope.business.id), \(id))")) }
            let store = platform.registry.files
            let files = Files(put: store.put, open: store.open, delete: { key in if key.file == stuck { throw Stuck() } })
            let left = Query.rows("select id from file_removals") { row in try row.next(ID<StoredFile>.self) }
            await FileSweep(platform.app, files: files, logger: Logger(label: "test")).once()
            #expect(try await platform.superuser.read(left) == [stuck])
            await platform.sweepFiles()
            #expect(try await platform.superuser.read(left).isEmpty)
        }
    }

    @Test("are not taken for removed where the disk says no")
    func disk() async throws {
        try await withGallery { platform, scope in
            let id = ID<StoredFile>(), folder = FileManager.default.temporaryDirectory.appending(path: "kontor-\(id)").path
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let files = Files.folder(folder), key = FileKey(scope.business.id, id)
            // A folder in its place cannot be removed as a file can.
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(scope.business.id)/\(id.description.suffix(2))/\(id)", withIntermediateDirectories: true)
            await #expect(throws: FilesError.self) { try await files.delete(key) }
            try await files.delete(FileKey(scope.business.id, ID()))
        }
    }

    @Test("go with their record, and so do its notes, whatever statement it goes by")
    func cascade() async throws {
        try await withGallery { platform, scope in
            let path = try await platform.painting(as: scope, files: [scan]), other = try await platform.painting("Other", as: scope, files: [scan])
            for path in [path, other] {
                _ = try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", "Note")]))
                _ = try await platform.post("\(path)/attachments", as: scope, files: [TestFile("file", "a.png", TestFile.pixel("a"))])
            }
            try await scope.db.execute("delete from paintings where name = 'Sunday'")
            for table in ["notes", "attachments"] {
                #expect(try await platform.superuser.read(Query<Int>.value("select count(*) from \(identifier: table)")) == 1, "\(table)")
            }
            await platform.sweepFiles()
            #expect(try await platform.stored(of: scope) == 2)
            #expect(try await platform.page(other, as: scope).portrait != nil)
        }
    }

    @Test("that the store has lost are missing in a module's archive, which says so and has all the others")
    func archive() async throws {
        try await withGallery { platform, scope in
            _ = try await platform.painting(as: scope, files: [scan, TestFile("contract.upload", "contract.pdf", Array("%PDF".utf8))])
            let lost = try #require(try await platform.superuser.read(.rows("select id from files where name = 'Lovelace.png'") { row in try row.next(ID<StoredFile>.self) }).first)
            try await platform.registry.files.delete(FileKey(scope.business.id, lost))
            _ = try await scope.db.write(Query<Bool>.value("select kontor.switch_feature('gallery', false)"))
            guard case .stream(let pieces) = try await Leaving(gallery, platform.registry, in: scope).archive().body else { throw WrongAnswer() }
            var archive: [UInt8] = []
            for try await piece in pieces { archive += piece }
            let text = String(decoding: archive, as: UTF8.self)
            #expect(text.contains("/contract.pdf") && text.contains("files.csv") && !text.contains("/Lovelace.png"))
        }
    }
}
