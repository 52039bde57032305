import Glibc

/// A file on disk without a name: it is gone when nobody holds it any more, however the program ends.
///
/// Its calls wait for the disk; they belong on a thread of ``WorkbookThreads``.
final class SpoolFile: Sendable {
    private let descriptor: Int32

    /// Where C libraries that want a name find it.
    var path: String { "/proc/self/fd/\(descriptor)" }

    /// - Throws: `SpoolError` when there is no room or no folder for it.
    convenience init() throws(SpoolError) { try self.init(Self.freeName, O_CREAT | O_EXCL) }

    /// Takes a file that somebody wrote under a name.
    convenience init(taking name: String) throws(SpoolError) { try self.init(name, 0) }

    private init(_ name: String, _ flags: Int32) throws(SpoolError) {
        descriptor = open(name, O_RDWR | O_CLOEXEC | flags, 0o600)
        guard descriptor >= 0 else { throw SpoolError(code: errno) }
        unlink(name)
    }

    /// A name where files lie that are gone soon, for what will not write to one that is open.
    static var freeName: String {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/var/tmp"
        return "\(folder)/kontor-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    }

    deinit { close(descriptor) }

    /// Writes at the end of what was written before.
    func append(_ bytes: [UInt8]) throws(SpoolError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress.map { $0 + done }, $0.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SpoolError(code: errno) }
            done += count
        }
    }

    /// Up to that many bytes from there; none at the end.
    func read(at offset: Int, most: Int) throws(SpoolError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: most) { buffer, count in
            repeat {
                count = pread(descriptor, buffer.baseAddress, most, offset)
            } while count < 0 && errno == EINTR
            if count < 0 { (failure, count) = (errno, 0) }
        }
        guard failure == 0 else { throw SpoolError(code: failure) }
        return bytes
    }

    /// How many bytes it holds.
    var count: Int {
        var facts = stat()
        return fstat(descriptor, &facts) == 0 ? Int(facts.st_size) : 0
    }

    /// Calls `body` with all bytes. They stay on disk as far as they are not looked at.
    func withBytes<T>(_ body: (UnsafeRawBufferPointer) throws -> T) throws -> T {
        let count = count
        guard count > 0 else { return try body(UnsafeRawBufferPointer(start: nil, count: 0)) }
        guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw SpoolError(code: errno)
        }
        defer { munmap(start, count) }
        return try body(UnsafeRawBufferPointer(start: start, count: count))
    }
}

/// Its bytes from the beginning, in pieces, read on a thread of ``WorkbookThreads``.
extension SpoolFile: AsyncSequence {
    struct AsyncIterator: AsyncIteratorProtocol {
        private let file: SpoolFile
        private var place = 0
        private static let most = 1 << 18

        fileprivate init(_ file: SpoolFile) { self.file = file }

        mutating func next() async throws -> [UInt8]? {
            let (file, start) = (file, place)
            let bytes = try await WorkbookThreads.writing.run { _ in try file.read(at: start, most: Self.most) }
            place += bytes.count
            return bytes.isEmpty ? nil : bytes
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(self) }
}

/// The disk did not take or give a file's bytes.
struct SpoolError: Error {
    /// As `errno` has it.
    let code: Int32
}
