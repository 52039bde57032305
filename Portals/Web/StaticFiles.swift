import FoundationEssentials
import Platform

/// The files under `static/`, as browsers get them. A file's URL holds a digest of its bytes, so
/// that browsers keep it for ever and still see each change at once.
public struct StaticFiles: Sendable {
    private let folder: String
    private let files: [String: File]

    struct File: Sendable {
        let bytes: [UInt8]
        let packed: [UInt8]?
        let type: String
        let path: String
    }

    /// - Throws: `MissingFolder` when there is no such folder.
    public init(folder: String) throws {
        self.folder = folder
        let names = try Self.names(in: folder)
        files = Dictionary(uniqueKeysWithValues: try names.map { name in
            (name, try Self.file(name, in: folder))
        })
    }

    /// Where browsers find a file: `css/base.css` → `/static/css/base.4f3a….css`; nil when there is none.
    public func path(_ name: String) -> String? { files[name]?.path }

    /// - Parameter path: below `/static/`, with the digest in it.
    func file(_ path: Substring) -> File? {
        var parts = path.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        parts.remove(at: parts.count - 2)
        guard let file = files[parts.joined(separator: ".")], file.path.dropFirst("/static/".count) == path else { return nil }
        return file
    }

    private static func names(in folder: String) throws -> [String] {
        // The enumerator of a folder that is not there is empty, and it does not follow a link, which the folder may be.
        let place = URL(filePath: folder).resolvingSymlinksInPath().path
        guard FileManager.default.fileExists(atPath: place), let names = FileManager.default.enumerator(atPath: place)
        else { throw MissingFolder(path: folder) }
        return names.compactMap { $0 as? String }.filter { $0.contains(".") && !$0.split(separator: "/").contains { $0.hasPrefix(".") } }
    }

    private static func file(_ name: String, in folder: String) throws -> File {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
        let digest = sha256(bytes).prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        let dot = name.lastIndex(of: ".") ?? name.endIndex
        let ending = String(name[dot...].dropFirst())
        let type = name == "speculation-rules.json" ? "application/speculationrules+json" : types[ending]
        return File(
            bytes: bytes, packed: ending == "png" ? nil : gzip(bytes, level: 9),
            type: type ?? "application/octet-stream", path: "/static/\(name[..<dot]).\(digest)\(name[dot...])")
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "png": "image/png", "ico": "image/x-icon", "json": "application/json", "webmanifest": "application/manifest+json",
        "txt": "text/plain; charset=utf-8",
    ]
}

/// A folder that the program needs beside it is not there.
public struct MissingFolder: Error, CustomStringConvertible {
    public let path: String
    public init(path: String) { self.path = path }

    public var description: String {
        "There is no folder \(path). Kontor needs templates/ and static/ beside its binary, or where KONTOR_HOME says."
    }
}
