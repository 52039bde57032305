import CZip
import Glibc

/// Writes ZIP files (PKWARE's APPNOTE 6.3) by libzip.
enum ZipFile {
    /// Packs the files of these names in a folder. Blocks until it is done.
    /// - Throws: `ZipError`.
    static func write(_ names: [String], from folder: String, to path: String) throws(ZipError) {
        var code: CInt = 0
        guard let zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code) else { throw ZipError(code: code) }
        for name in names {
            guard let source = zip_source_file(zip, "\(folder)/\(name)", 0, -1) else { throw discard(zip) }
            guard zip_file_add(zip, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0 else {
                zip_source_free(source)
                throw discard(zip)
            }
        }
        guard zip_close(zip) == 0 else { throw discard(zip) }
    }

    private static func discard(_ zip: OpaquePointer) -> ZipError {
        let error = ZipError(code: zip_error_code_zip(zip_get_error(zip)))
        zip_discard(zip)
        return error
    }
}

/// An archive could not be written.
struct ZipError: Error {
    /// libzip's `ZIP_ER_…`.
    let code: CInt
}

/// A file that is written or read in order. It is closed when nobody has it any more.
final class DiskFile: Sendable {
    private let descriptor: CInt

    init(writing path: String) throws(DiskError) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        if descriptor < 0 { throw DiskError(code: errno) }
    }

    init(reading path: String) throws(DiskError) {
        descriptor = open(path, O_RDONLY)
        if descriptor < 0 { throw DiskError(code: errno) }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws(DiskError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 { throw DiskError(code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// What comes next; empty at the end.
    func read(atMost most: Int = 65_536) throws(DiskError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: most)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count < 0 { throw DiskError(code: errno) }
        bytes.removeLast(most - count)
        return bytes
    }
}

extension DiskFile: AsyncSequence {
    struct AsyncIterator: AsyncIteratorProtocol {
        let file: DiskFile

        func next() async throws -> [UInt8]? {
            let bytes = try file.read()
            return bytes.isEmpty ? nil : bytes
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file: self) }
}

/// The disk is full, or is not as it was.
struct DiskError: Error {
    /// The system's `errno`.
    let code: CInt
}
