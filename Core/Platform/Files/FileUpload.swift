import CSodium
import FoundationEssentials
import NIOCore
import Postgres

/// Takes one file that a program sends: as the body itself, or as the first file of `multipart/form-data`.
public struct FileUpload: Sendable {
    private let files: Files
    private let scope: Scope

    public init(_ registry: Registry, in scope: Scope) {
        files = registry.files
        self.scope = scope
    }

    /// - Parameters:
    ///   - name: of a body that is the file itself.
    ///   - key: the program's own for this upload. Sent again, the same bytes give the file that there is already.
    /// - Returns: the file, and whether it was there before.
    /// - Throws: `PageError.tooLarge`; `FileUploadError` (which explains itself); nothing stays of the file then.
    public func take(_ request: Request, named name: String?, key: String?) async throws -> (facts: FileFacts, isAgain: Bool) {
        var taking = Taking(files: files, scope: scope, key: key.map { sha256(Array("\(scope.member.id)\n\($0)".utf8)) })
        do {
            if request.headers[.contentType]?.lowercased().hasPrefix("multipart/form-data") == true {
                try await read(parts: request, into: &taking)
            } else {
                guard request.headers[.contentType] != nil else { throw FileUploadError.noFile }
                try await taking.begin(name ?? "")
                for try await buffer in request.body { try await taking.append(Array(buffer.readableBytesView)) }
            }
            return try await taking.finish()
        } catch is MultipartError {
            await taking.discard()
            throw FileUploadError.brokenOff
        } catch {
            await taking.discard()
            throw error
        }
    }

    private func read(parts request: Request, into taking: inout Taking) async throws {
        var reader = try MultipartReader(contentType: request.headers[.contentType] ?? "")
        var isFile = false
        for try await buffer in request.body {
            for event in try reader.read(buffer.readableBytesView) {
                switch event {
                case .part(let part):
                    isFile = part.name == "file" && !taking.isThere
                    if isFile { try await taking.begin(part.fileName ?? "") }
                case .bytes(let bytes): if isFile { try await taking.append(bytes) }
                case .end: isFile = false
                }
            }
        }
        try reader.finish()
    }

    /// A new file, or another try of one that is there already, whose bytes are only compared.
    private struct Taking {
        let files: Files
        let scope: Scope
        let key: [UInt8]?
        private var incoming: IncomingFile?
        private var known: StoredFile?
        private var hash = crypto_hash_sha256_state()
        private var size = 0

        init(files: Files, scope: Scope, key: [UInt8]?) {
            self.files = files
            self.scope = scope
            self.key = key
            crypto_hash_sha256_init(&hash)
        }

        var isThere: Bool { incoming != nil || known != nil }

        mutating func begin(_ name: String) async throws {
            do {
                incoming = try await IncomingFile(name, files: files, in: scope, key: key)
            } catch let error as FileUploadError {
                known = try await scope.db.first("""
                    select \(StoredFile.columns) from files f where f.upload_key = \(key) and f.size is not null and f.removed_at is null
                    """, as: StoredFile.init(row:))
                guard known != nil else { throw error == .known ? FileUploadError.underWay : error }
            }
        }

        mutating func append(_ bytes: [UInt8]) async throws {
            if incoming != nil { return try await incoming?.append(bytes) ?? () }
            size += bytes.count
            guard size <= files.mostBytes else { throw PageError.tooLarge(limit: files.mostBytes) }
            crypto_hash_sha256_update(&hash, bytes, UInt64(bytes.count))
        }

        mutating func finish() async throws -> (facts: FileFacts, isAgain: Bool) {
            if let stored = try await incoming?.finish() { return (stored.facts, false) }
            guard let known else { throw FileUploadError.noFile }
            var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
            crypto_hash_sha256_final(&hash, &digest)
            guard digest == known.digest else { throw FileUploadError.known }
            return (known.facts, true)
        }

        func discard() async { await incoming?.discard() }
    }
}
