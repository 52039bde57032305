import CZip
import Glibc

/// Writes ZIP files (PKWARE's APPNOTE 6.3) by libzip. Its calls wait for the disk; they belong on a thread of
/// ``WorkbookThreads``.
enum ZipFile {
    /// What is packed under one name: a file, or a stretch of one that holds several, so that not each needs a descriptor.
    struct Part: Sendable {
        let name: String
        let file: SpoolFile
        var start = 0
        /// In bytes; nil: to the end.
        var length: Int?
    }

    /// - Throws: `ZipError`, `SpoolError`.
    static func packing(_ parts: [Part]) throws -> SpoolFile {
        // libzip writes beside the name it is given, for all to read, and takes that name when all is done.
        let folder = SpoolFile.freeName, path = "\(folder)/archive"
        guard mkdir(folder, 0o700) == 0 else { throw SpoolError(code: errno) }
        defer { rmdir(folder) }
        var code: CInt = 0
        guard let zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, &code) else { throw ZipError(code: code) }
        for part in parts {
            // To libzip a length of 0 is the whole file.
            let isEmpty = part.length == 0
            guard let source = isEmpty
                ? zip_source_buffer(zip, nil, 0, 0)
                : zip_source_file(zip, part.file.path, zip_uint64_t(part.start), zip_int64_t(part.length ?? -1))
            else { throw discard(zip) }
            guard zip_file_add(zip, part.name, source, zip_flags_t(ZIP_FL_ENC_UTF_8)) >= 0 else {
                zip_source_free(source)
                throw discard(zip)
            }
        }
        guard zip_close(zip) == 0 else { throw discard(zip) }
        return try SpoolFile(taking: path)
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
