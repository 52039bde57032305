import HTTPTypes
public import Platform

/// A file as a form brings it.
public struct TestFile: Sendable {
    let input: String, name: String, bytes: [UInt8]

    public init(_ input: String, _ name: String, _ bytes: [UInt8]) {
        self.input = input
        self.name = name
        self.bytes = bytes
    }

    /// A picture of one pixel (PNG), with whatever comes behind it.
    public static func pixel(_ more: String = "") -> [UInt8] {
        let head: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52]
        return head + Array(more.utf8)
    }
}

extension TestPlatform {
    /// Posts a form with files, as browsers do, in pieces of that many bytes.
    public func post(
        _ target: String, as scope: Scope, _ fields: KeyValuePairs<String, String> = [:], files: [TestFile] = [], by size: Int = 65_536
    ) async throws -> Answered {
        var body: [UInt8] = []
        for (name, value) in fields { body += Array("--XyZ\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8) }
        for file in files {
            let name = file.name.replacing("\"", with: "%22") // as browsers write it
            body += Array("--XyZ\r\nContent-Disposition: form-data; name=\"\(file.input)\"; filename=\"\(name)\"\r\n\r\n".utf8) + file.bytes + [0x0D, 0x0A]
        }
        body += Array("--XyZ--\r\n".utf8)
        let pieces = stride(from: 0, to: body.count, by: size).map { Array(body[$0..<min($0 + size, body.count)]) }
        return try await ask(.post, target, as: scope, headers: [.contentType: "multipart/form-data; boundary=XyZ"], body: Pieces(pieces))
    }
}

extension Answered {
    /// The body, to the byte.
    public func bytes() async throws -> [UInt8] {
        switch response.body {
        case .bytes(let bytes): return bytes
        case .stream(let pieces):
            var bytes: [UInt8] = []
            for try await piece in pieces { bytes += piece }
            return bytes
        }
    }
}
