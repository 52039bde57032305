/// Takes the values of one row of a `COPY`, in the order of its columns.
public struct CopyRow {
    // The binary format of the manual's page on COPY: a header, then per row the number of fields and each field after
    // its length; -1 in place of a number of fields ends it.
    private static let header = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    private static let chunk = 64 * 1_024

    private let columns: Int
    private var bytes: [UInt8]
    private var fields = 0
    private var isEnded = false

    init(columns: Int) {
        self.columns = columns
        bytes = Self.header
        bytes.reserveCapacity(Self.chunk + 1_024)
    }

    /// Appends the value of the next column.
    /// - Throws: when PostgreSQL has no such value (a NaN for `numeric`).
    public mutating func append(_ value: some PostgresEncodable) throws {
        try bytes.append(field: value)
        fields += 1
    }

    var isFull: Bool { bytes.count >= Self.chunk }

    /// Writes one row.
    mutating func fill(_ write: (inout CopyRow) throws -> Void) throws {
        bytes.append(bigEndian: Int16(clamping: columns))
        fields = 0
        try write(&self)
        guard fields == columns else {
            throw DatabaseError(.misuse("a row of a COPY has \(fields) values for \(columns) columns"))
        }
    }

    /// What has been written since the last time; when that is nothing, the trailer, and then nil.
    mutating func takeChunk() -> [UInt8]? {
        if isEnded { return nil }
        if !isFull {
            bytes.append(bigEndian: Int16(-1))
            isEnded = true
        }
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }
}
