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
    /// When its row last said that bytes arrive.
    private var noted = ContinuousClock.now

    /// - Parameter key: the program's own for this upload. It is free again where the upload before broke off a minute ago, or
    ///   its file was removed.
    /// - Throws: `FileUploadError.known` when there was an upload of that key; `.full` when the business has too many bytes.
    init(_ raw: String, files: Files, in scope: Scope, key: [UInt8]? = nil) async throws {
        name = String(fileName: raw)
        self.files = files
        self.scope = scope
        crypto_hash_sha256_init(&hash)
        let (_, stored, made) = try await scope.db.write(
            Query<Int>.value("select kontor.free_upload_key(\(key))"), Query<Int>.value("select kontor.stored_bytes()"),
            Query.execute("""
                insert into files (id, name, uploaded_by, upload_key) select \(id), \(name), \(scope.member.id), \(key)
                 where kontor.stored_bytes() < \(files.mostBusinessBytes)
                on conflict (business_id, upload_key) do nothing
                """))
        guard made == 1 else { throw stored < files.mostBusinessBytes ? FileUploadError.known : .full(most: files.mostBusinessBytes) }
        do {
            sink = try await files.put(FileKey(scope.business.id, id))
        } catch {
            _ = try? await scope.db.execute("delete from files where id = \(id)") // else another try takes it over, or it is swept
            throw error
        }
    }

    /// - Throws: `PageError.tooLarge`.
    mutating func append(_ bytes: [UInt8]) async throws {
        size += bytes.count
        guard size <= files.mostBytes else { throw PageError.tooLarge(limit: files.mostBytes) }
        if head.count < MediaType.headLength { head += bytes.prefix(MediaType.headLength - head.count) }
        crypto_hash_sha256_update(&hash, bytes, UInt64(bytes.count))
        try await sink.append(bytes)
        guard noted.duration(to: .now) > .seconds(20) else { return }
        noted = .now
        try await scope.db.execute("update files set progress_at = now() where id = \(id)")
    }

    /// - Throws: `FileUploadError.underWay` where another try of the same upload took its place.
    mutating func finish() async throws -> StoredFile {
        try await sink.finish()
        var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
        crypto_hash_sha256_final(&hash, &digest)
        let facts = FileFacts(id: id, name: name, type: MediaType.of(head, named: name), size: size)
        let kept = try await scope.db.execute("update files set media_type = \(facts.type), size = \(size), sha256 = \(digest) where id = \(id)")
        guard kept == 1 else { throw FileUploadError.underWay }
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
    /// More files than one request may bring, or more bytes in them.
    case tooMany(most: Int, bytes: Int)
    /// All files of the business have as many bytes as they may.
    case full(most: Int)

    var status: HTTPResponse.Status {
        switch self {
        case .noFile: .unprocessableContent
        case .brokenOff: .badRequest
        case .known, .underWay: .conflict
        case .tooMany, .full: .contentTooLarge
        }
    }

    var message: Phrase {
        switch self {
        case .noFile: "platform.files.none_sent"
        case .brokenOff: "platform.files.broken_off"
        case .known: "api.problems.key_reused"
        case .underWay: "api.problems.under_way"
        case .tooMany(let most, let bytes): Phrase("platform.files.too_many", ["most": .number(most), "limit": .number(bytes >> 20)])
        case .full(let most): Phrase("platform.files.full", ["limit": .number(most >> 20)])
        }
    }
}
