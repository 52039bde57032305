import FoundationEssentials

/// What is known about a person as one ZIP file: `data.json` for programs, `index.html` for people, and their files. It is put
/// together on disk and sent from there, so that its size does not matter; it is gone when it was sent, or the client has left.
struct DataArchive: Sendable {
    let title: String, lead: String
    let sheets: [DataSheet]
    let voice: Voice
    let madeAt: Date

    /// A file to go along, under its path within the archive.
    struct Attached: Sendable {
        let path: String
        let key: FileKey
        /// In bytes.
        let size: Int
    }

    /// - Parameter name: what it is called, without what follows the dot.
    func response(_ name: String, with files: [Attached] = [], from store: Files = .nowhere) async throws -> Response {
        let parts = try await [part("data.json", json), part("index.html", DataPage(title: title, lead: lead, sheets: sheets, voice: voice).bytes)]
            + copies(of: files, from: store)
        let archive = try await WorkbookThreads.writing.run { _ in try ZipFile.packing(parts) }
        var response = Response.download("\(name)-\(madeAt.formatted(.iso8601.year().month().day())).zip", type: "application/zip", archive)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private var json: [UInt8] {
        let all: [JSONValue.Member] = [.init("title", .string(title)), .init("made_at", .string(iso8601(madeAt)))]
            + sheets.map { .init($0.name, $0.json) }
        return JSONValue.object(all).bytes
    }

    private func part(_ name: String, _ bytes: [UInt8]) async throws -> ZipFile.Part {
        ZipFile.Part(name: name, file: try await WorkbookThreads.writing.run { _ in
            let file = try SpoolFile()
            try file.append(bytes)
            return file
        })
    }

    /// All of them one behind the other in a single file on disk. What the store has lost is left out.
    private func copies(of files: [Attached], from store: Files) async throws -> [ZipFile.Part] {
        guard !files.isEmpty else { return [] }
        let all = try await WorkbookThreads.writing.run { _ in try SpoolFile() }
        var parts: [ZipFile.Part] = [], start = 0
        for file in files {
            var length = 0
            do {
                for try await piece in try await store.open(file.key, 0..<file.size) {
                    try await WorkbookThreads.writing.run { _ in try all.append(piece) }
                    length += piece.count
                }
                parts.append(.init(name: file.path, file: all, start: start, length: length))
            } catch FilesError.missing {}
            start += length
        }
        return parts
    }
}
