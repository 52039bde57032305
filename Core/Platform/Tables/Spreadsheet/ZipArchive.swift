import CZip

/// The parts of a workbook: a ZIP archive that is read on one thread. What all parts may come to unpacked is bounded, and
/// so is how much more than their packed bytes, because a few kilobytes can stand for terabytes.
final class ZipArchive {
    private let archive: OpaquePointer
    /// The bytes unpacked so far.
    private(set) var unpacked = 0
    private let most: Int

    /// Workbooks shrink to a tenth or a thirtieth; only below this size is more believed.
    private static let smallBytes = 64 << 20
    private static let mostRatio = 200

    /// - Throws: `WorkbookError.broken` when it is no archive.
    init(_ file: SpoolFile, mostBytes: Int = ImportLimits.unpackedBytes) throws {
        try ZipDirectory.check(file)
        var code: Int32 = 0
        guard let archive = zip_open(file.path, ZIP_RDONLY, &code) else { throw WorkbookError.broken }
        self.archive = archive
        most = mostBytes
    }

    deinit { zip_discard(archive) }

    /// A part by its name, whose case does not matter (ECMA-376 part 2 §6.2.2.3); nil when there is none.
    /// - Throws: `WorkbookError.encrypted`, or `.broken` when it is packed in a way no workbook is.
    func part(_ name: String) throws(WorkbookError) -> ZipPart? {
        let index = zip_name_locate(archive, name, UInt32(ZIP_FL_NOCASE))
        guard index >= 0 else { return nil }
        var facts = zip_stat_t()
        guard zip_stat_index(archive, UInt64(index), 0, &facts) == 0 else { throw .broken }
        guard facts.encryption_method == UInt16(ZIP_EM_NONE) else { throw .encrypted }
        guard let file = zip_fopen_index(archive, UInt64(index), 0) else { throw .broken }
        return ZipPart(file, packed: Int(clamping: facts.comp_size), of: self)
    }

    fileprivate func count(_ bytes: Int, of part: ZipPart) throws(WorkbookError) {
        unpacked += bytes
        let isSwollen = part.unpacked > Self.smallBytes && part.unpacked / Self.mostRatio > part.packed
        guard unpacked <= most, !isSwollen else { throw .tooLarge }
    }
}

/// A part of an archive that is being unpacked.
final class ZipPart {
    private let file: OpaquePointer
    private let archive: ZipArchive
    fileprivate let packed: Int
    fileprivate var unpacked = 0

    fileprivate init(_ file: OpaquePointer, packed: Int, of archive: ZipArchive) {
        self.file = file
        self.packed = packed
        self.archive = archive
    }

    deinit { zip_fclose(file) }

    /// - Returns: how many bytes were unpacked into the buffer; none at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(WorkbookError) -> Int {
        guard let start = buffer.baseAddress else { return 0 }
        let count = Int(zip_fread(file, start, UInt64(buffer.count)))
        guard count >= 0 else { throw .broken }
        unpacked += count
        try archive.count(count, of: self)
        return count
    }
}
