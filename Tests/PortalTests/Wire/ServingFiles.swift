import Foundation
import Testing

@testable import Web

@Suite("A static file")
struct ServingFiles {
    @Test("is found by an address that holds a digest of its bytes, and by no other")
    func digests() throws {
        try withFolder(["css/a.css": "a { color: red }", "js/b.min.js": "1"]) { folder in
            let files = try StaticFiles(folder: folder)
            let path = try #require(files.path("css/a.css"))
            #expect(path.wholeMatch(of: /\/static\/css\/a\.[0-9a-f]{16}\.css/) != nil)
            let name = path.dropFirst("/static/".count)
            #expect(files.file(name)?.bytes == Array("a { color: red }".utf8) && files.file(name)?.type == "text/css; charset=utf-8")
            let minified = try #require(files.path("js/b.min.js"))
            #expect(files.file(minified.dropFirst("/static/".count)) != nil)
            for wrong in ["css/a.css", "css/a.0000000000000000.css", "css/a..css", "css/../css/a.css", "../secret", "", ".", "...", "css/a", "%2e%2e/x.y.z", "\(name)/", "/\(name)"] {
                #expect(files.file(wrong[...]) == nil, "\(wrong)")
            }
            #expect(files.path("nothing.css") == nil)
        }
    }

    @Test("has another address once it is another file, and the same while it is the same")
    func changes() throws {
        func path(_ text: String) throws -> String? { try withFolder(["a.css": text]) { try StaticFiles(folder: $0).path("a.css") } }
        #expect(try path("a") == path("a"))
        #expect(try path("a") != path("b"))
    }

    @Test("that is hidden is not served")
    func hidden() throws {
        try withFolder([".env.txt": "secret", ".git/config.txt": "secret", "a.txt": "a"]) { folder in
            let files = try StaticFiles(folder: folder)
            #expect(files.path(".env.txt") == nil && files.path(".git/config.txt") == nil && files.path("a.txt") != nil)
        }
    }

    @Test("whose folder is not there is named")
    func missing() {
        #expect(throws: MissingFolder.self) { try StaticFiles(folder: "/nowhere/at-all") }
        #expect(MissingFolder(path: "/nowhere").description.contains("/nowhere") && MissingFolder(path: "/nowhere").description.contains("KONTOR_HOME"))
    }

    private func withFolder<T>(_ contents: [String: String], _ body: (String) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kontor-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) } // a left-over folder does not make a test fail
        for (name, text) in contents {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        return try body(folder.path)
    }
}
