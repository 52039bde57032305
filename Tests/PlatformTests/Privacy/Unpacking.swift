import Foundation

@testable import Platform

extension Response {
    /// The body, read to its end.
    func wholeBody() async throws -> [UInt8] {
        switch body {
        case .bytes(let bytes): return bytes
        case .stream(let pieces):
            var bytes: [UInt8] = []
            for try await piece in pieces { bytes += piece }
            return bytes
        }
    }
}

extension [UInt8] {
    /// What a ZIP file has under a name.
    func unpacked(_ name: String) throws -> String? {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kontor-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) } // a left-over folder does not make a test fail
        try Data(self).write(to: URL(fileURLWithPath: "\(folder)/a.zip"))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-m", "zipfile", "-e", "\(folder)/a.zip", folder]
        try process.run()
        process.waitUntilExit()
        return (try? Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))).map { String(decoding: $0, as: UTF8.self) }
    }
}
