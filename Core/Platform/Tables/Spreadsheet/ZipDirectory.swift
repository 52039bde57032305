/// How many parts an archive says it has. libzip reads the whole directory before anything else, and one of a
/// gigabyte would take several of memory.
enum ZipDirectory {
    /// A workbook has a few dozen.
    private static let mostParts: UInt64 = 20_000
    /// The record at the end with the longest comment (APPNOTE.TXT §4.3.16).
    private static let tailBytes = 22 + 65_535 + 20

    /// - Throws: `WorkbookError.broken` when there are too many parts, or no directory.
    static func check(_ file: SpoolFile) throws {
        let count = file.count
        let tail = try file.read(at: max(0, count - tailBytes), most: tailBytes)
        var isFound = false
        for place in tail.indices.dropLast(21) where tail[place...].starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            isFound = true
            guard number(tail, at: place + 10, bytes: 2) <= mostParts || isLarge(tail, at: place) else { throw WorkbookError.broken }
            if isLarge(tail, at: place) { try checkLarge(file, at: number(tail, at: place - 12, bytes: 8)) }
        }
        guard isFound else { throw WorkbookError.broken }
    }

    /// Whether the record for archives beyond 4 GB (ZIP64, §4.3.15) is named in front.
    private static func isLarge(_ tail: [UInt8], at place: Int) -> Bool {
        place >= 20 && tail[(place - 20)...].starts(with: [0x50, 0x4B, 0x06, 0x07])
    }

    private static func checkLarge(_ file: SpoolFile, at offset: UInt64) throws {
        guard let offset = Int(exactly: offset) else { throw WorkbookError.broken }
        let record = try file.read(at: offset, most: 56)
        guard record.count == 56, number(record, at: 32, bytes: 8) <= mostParts else { throw WorkbookError.broken }
    }

    private static func number(_ bytes: [UInt8], at place: Int, bytes count: Int) -> UInt64 {
        (0..<count).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }
}
