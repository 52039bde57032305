import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("The folder of files")
struct KeepingFiles {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "kontor-files-\(UUID().uuidString)").path
    private let key = FileKey(ID<Business>(), ID<StoredFile>())

    private func bytes(_ files: Files, _ range: Range<Int>) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in try await files.open(key, range) { bytes += piece }
        return bytes
    }

    @Test("gives back what was put in, whole and in part, as long as it is")
    func survive() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = Files.folder(folder), all = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let sink = try await files.put(key)
        for start in stride(from: 0, to: all.count, by: 70_000) { try await sink.append(Array(all[start..<min(start + 70_000, all.count)])) }
        try await sink.finish()
        #expect(try await bytes(files, 0..<all.count) == all)
        #expect(try await bytes(files, 131_000..<131_100) == Array(all[131_000..<131_100]))
        #expect(try await bytes(files, 0..<0).isEmpty)
        #expect(try await bytes(.folder(folder), 299_999..<300_000) == [all[299_999]], "another server finds them too")
        try await files.delete(key)
        await #expect(throws: FilesError.missing) { try await files.open(key, 0..<1) }
        try await files.delete(key)
    }

    @Test("has no file that is not there as a whole, and none that was given up")
    func whole() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let files = Files.folder(folder), sink = try await files.put(key)
        try await sink.append([1, 2, 3])
        await #expect(throws: FilesError.missing) { try await files.open(key, 0..<3) }
        await sink.discard()
        let left = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        #expect(!left.contains { $0.contains(key.file.description) })
    }

    @Test("calls files what people call them, without what could lead elsewhere or deceive", arguments: [
        ("report.pdf", "report.pdf"), ("../../etc/passwd", "passwd"), ("C:\\Users\\ada\\x.doc", "x.doc"), ("a\u{0}b\nc.txt", "abc.txt"),
        ("exe\u{202E}gnp.exe", "exegnp.exe"), ("تقرير 😀 \"q\".pdf", "تقرير 😀 \"q\".pdf"), ("..", "file"), ("", "file"), ("  .  ", "file"),
    ])
    func names(raw: String, name: String) { #expect(String(fileName: raw) == name) }

    @Test("shortens a long name before its ending, to what a disk takes")
    func long() {
        let name = String(fileName: String(repeating: "ü", count: 300) + ".pdf")
        #expect(name.hasSuffix("ü.pdf") && name.utf8.count <= 200)
    }

    @Test("goes by the bytes of an image, whatever it is called")
    func sniffing() {
        let html = Array("<html><script>1".utf8)
        #expect(MediaType.of(html, named: "photo.png") == "application/octet-stream")
        #expect(MediaType.of(Array("<svg xmlns=".utf8), named: "x.svg") == "application/octet-stream")
        #expect(MediaType.of(TestFile.pixel(), named: "x.html") == "image/png")
        #expect(MediaType.of([0xFF, 0xD8, 0xFF, 0xE0], named: "x") == "image/jpeg")
        #expect(MediaType.of(Array("GIF89a".utf8), named: "x") == "image/gif")
        #expect(MediaType.of(Array("RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8 ".utf8), named: "x") == "image/webp")
        #expect(MediaType.of(html, named: "report.PDF") == "application/pdf")
    }

    @Test("gives ranges as RFC 9110 has them", arguments: [
        ("bytes=0-0", ByteRange.part(0..<1)), ("bytes=2-", .part(2..<10)), ("bytes=-3", .part(7..<10)), ("bytes=5-99", .part(5..<10)),
        ("bytes=-99", .part(0..<10)), ("bytes=10-", .unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=3-1", .whole),
        ("bytes=0-1,4-5", .whole), ("items=0-1", .whole), ("bytes=a-b", .whole), ("bytes=-", .whole),
    ])
    func ranges(header: String, range: ByteRange) {
        #expect(ByteRange(header, of: 10) == range)
        #expect(ByteRange(header, of: 10, ifRange: "\"old\"", etag: "\"new\"") == .whole)
    }

    @Test("says a name so that every browser reads it (RFC 8187)")
    func headers() {
        #expect(disposition("attachment", "a.pdf") == "attachment; filename=\"a.pdf\"")
        #expect(disposition("inline", "é\"\\.png") == "inline; filename=\"___.png\"; filename*=UTF-8''%C3%A9%22%5C.png")
    }
}
