/// How much may be imported. Signing up is open to everybody, so what an import takes of memory and disk is bounded.
enum ImportLimits {
    /// Bytes of a file.
    static let fileBytes = 1 << 30
    /// Bytes of all parts of a workbook that are read, unpacked.
    static let unpackedBytes = 2 << 30
    /// Rows of a file, below the header: of each, something is remembered while it is gone over.
    static let rows = 2_000_000
    /// Problems of an import that are kept, to be listed; all are counted.
    static let problems = 100_000
    /// Bytes of all files of a business that were uploaded and not imported.
    static let storedBytes = 2 << 30
}
