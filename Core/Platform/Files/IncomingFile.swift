import CSodium
import Postgres

/// A file on its way in. Its row comes first, then its bytes, then the row says that they are there: whatever breaks off in
/// between, the sweep finds it a day later.
struct IncomingFile {
    let id = ID<StoredFile>()
    private let files: Files
    private let scope: Scope
    private let name: String
    private let sink: FileSink
    private var head: [UInt8] = []
    private var size = 0
    private var hash = crypto_hash_sha256_state()

    /// - Parameter key: the program's own for this upload.
    /// - Throws: `FileUploadError.known` when there was an upload of that key.
    init(_ raw: String, files: Files, in scope: Scope, key: [UInt8]? = nil) async throws {
        name = String(fileName: raw)
        self.files = files
        self.scope = scope
        crypto_hash_sha256_init(&hash)
        let made = try await scope.db.execute("""
            insert into files (id, name, uploaded_by, upload_key) values (\(id), \(name), \(scope.member.id), \(key))
            on conflict (business_id, upload_key) do nothing
            """)
        guard made == 1 else { throw FileUploadError.known }
        sink = try await files.put(FileKey(scope.business.id, id))
    }

    /// - Throws: `PageError.tooLarge`.
    mutating func append(_ bytes: [UInt8]) async throws {
        size += bytes.count
        guard size <= files.mostBytes else { throw PageError.tooLarge(limit: files.mostBytes) }
        if head.count < MediaType.headLength { head += bytes.prefix(MediaType.headLength - head.count) }
        crypto_hash_sha256_update(&hash, bytes, UInt64(bytes.count))
        try await sink.append(bytes)
    }

    mutating func finish() async throws -> StoredFile {
        try await sink.finish()
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256_final(&hash, &digest)
        let facts = FileFacts(id: id, name: name, type: MediaType.of(head, named: name), size: size)
        try await scope.db.execute("update files set media_type = \(facts.type), size = \(size), sha256 = \(digest) where id = \(id)")
        return StoredFile(facts, digest: digest)
    }

    /// Leaves nothing of it, as far as that can be done now.
    func discard() async {
        // A task of its own: this one may be cancelled, because the browser went away.
        let (sink, scope, id) = (sink, scope, id)
        await Task {
            await sink.discard()
            _ = try? await scope.db.execute("delete from files where id = \(id)") // else it is swept
        }.value
    }
}

/// Why a file was not taken.
enum FileUploadError: UserFacingError, Equatable {
    case noFile, brokenOff
    /// The key was used for another upload, or one that is not over.
    case known, underWay

    var status: HTTPResponse.Status {
        switch self {
        case .noFile: .unprocessableContent
        case .brokenOff: .badRequest
        case .known, .underWay: .conflict
        }
    }

    var message: Phrase {
        switch self {
        case .noFile: "platform.files.none_sent"
        case .brokenOff: "platform.files.broken_off"
        case .known: "api.problems.key_reused"
        case .underWay: "api.problems.under_way"
        }
    }
}
