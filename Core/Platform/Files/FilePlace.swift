import Glibc

/// Where one file lies in the folder. Its calls wait for the disk.
struct FilePlace: Sendable {
    private let root: String
    private let business: String
    private let file: String

    init(_ root: String, _ key: FileKey) {
        self.root = root
        business = key.business.description
        file = key.file.description
    }

    private var shelf: String { "\(root)/\(business)/\(file.suffix(2))" }
    var path: String { "\(shelf)/\(file)" }
    /// What it is called until it is there as a whole.
    private var draft: String { "\(path).part" }

    func begin() throws(FilesError) -> FolderFile {
        try makeFolders()
        return try FolderFile(writing: draft)
    }

    func finish(_ draft: FolderFile) throws(FilesError) {
        try draft.sync()
        guard rename(self.draft, path) == 0 else { throw .disk(errno) }
        try Self.sync(folder: shelf) // without it, the name could be forgotten
    }

    func remove() throws(FilesError) {
        for path in [draft, path] {
            guard unlink(path) == 0 || errno == ENOENT else { throw .disk(errno) }
        }
    }

    /// Those from the root down, each with its own name on the disk.
    private func makeFolders() throws(FilesError) {
        guard access(shelf, F_OK) != 0 else { return }
        var folder = root.hasPrefix("/") ? "" : "."
        for part in shelf.split(separator: "/") {
            let parent = folder.isEmpty ? "/" : folder
            folder += "/\(part)"
            guard mkdir(folder, 0o700) != 0 else { try Self.sync(folder: parent); continue }
            guard errno == EEXIST else { throw .disk(errno) }
        }
    }

    private static func sync(folder: String) throws(FilesError) {
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .disk(errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .disk(errno) }
    }
}

/// A file of the folder that is open. It is closed when nobody has it any more; its calls wait for the disk.
final class FolderFile: Sendable {
    private let descriptor: Int32

    init(writing path: String) throws(FilesError) {
        descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .disk(errno) }
    }

    init(reading path: String) throws(FilesError) {
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .disk(errno) }
    }

    deinit { close(descriptor) }

    func append(_ bytes: [UInt8]) throws(FilesError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .disk(errno) }
            done += count
        }
    }

    func sync() throws(FilesError) {
        guard fsync(descriptor) == 0 else { throw .disk(errno) }
    }

    /// Up to that many bytes from there; none at the end.
    func read(at offset: Int, most: Int) throws(FilesError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            repeat { count = pread(descriptor, buffer.baseAddress, most, offset) } while count < 0 && errno == EINTR
            if count < 0 { (failure, count) = (errno, 0) }
        }
        guard failure == 0 else { throw .disk(failure) }
        return bytes
    }
}

extension FolderFile {
    /// Some of its bytes, as fast as they are asked for.
    struct Pieces: AsyncSequence, Sendable {
        let file: FolderFile
        let range: Range<Int>

        func makeAsyncIterator() -> Iterator { Iterator(file: file, rest: range) }

        struct Iterator: AsyncIteratorProtocol {
            let file: FolderFile
            var rest: Range<Int>

            mutating func next() async throws -> [UInt8]? {
                guard !rest.isEmpty else { return nil }
                let (file, place, most) = (file, rest.lowerBound, Swift.min(rest.count, 1 << 17))
                let bytes = try await FileThreads.pool.run { _ in try file.read(at: place, most: most) }
                guard !bytes.isEmpty else { throw FilesError.missing } // shorter than its row says
                rest = (place + bytes.count)..<rest.upperBound
                return bytes
            }
        }
    }
}
