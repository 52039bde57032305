/// The rows of a file, some at a time. Holds one piece of it and the rows of a slice, whatever its size.
struct ImportRows<R: Record>: Sendable {
    private let file: Imports
    private let stored: StoredImport
    private let reading: RowReading<R>
    private var reader: TableReader
    private var piece: ArraySlice<UInt8> = []
    private var nextPiece: Int32 = 0
    private var isFinished = false
    private var isPastHeader = false
    private var drafts: [RowDraft<R>] = []
    /// Rows read so far, blank ones included.
    private var count = 0

    /// Rows of a statement: enough to make round trips cheap, few enough to keep memory flat.
    private static var chunkRows: Int { 1_000 }
    /// Bytes that are read at a time: a whole piece may hold very many tiny rows.
    private static var sliceBytes: Int { 16_384 }

    /// How many rows have been handed out, or passed over because they are blank.
    var handedOut: Int { count - drafts.count }

    init(file: Imports, stored: StoredImport, reading: RowReading<R>) {
        self.file = file
        self.stored = stored
        self.reading = reading
        reader = TableReader(stored.format)
    }

    /// The rows behind those handed out before; none at the end of the file.
    mutating func next() async throws -> [RowDraft<R>] {
        while drafts.count < Self.chunkRows, !isFinished {
            if !piece.isEmpty {
                read(piece.prefix(Self.sliceBytes))
                piece = piece.dropFirst(Self.sliceBytes)
            } else if nextPiece < stored.pieces {
                piece = try await file.piece(nextPiece, of: stored.id)[...]
                nextPiece += 1
            } else {
                finish()
            }
        }
        defer { drafts.removeFirst(min(Self.chunkRows, drafts.count)) }
        return Array(drafts.prefix(Self.chunkRows))
    }

    /// The same for a copy, which goes on from there.
    func following() async throws -> (rows: [RowDraft<R>], rest: ImportRows) {
        var rest = self
        return (try await rest.next(), rest)
    }

    private mutating func read(_ bytes: ArraySlice<UInt8>) {
        var found = Found(isPastHeader: isPastHeader, reading: reading)
        reader.read(bytes) { found.take($0) }
        take(found)
    }

    private mutating func finish() {
        var found = Found(isPastHeader: isPastHeader, reading: reading)
        reader.finish { found.take($0) }
        take(found)
        isFinished = true
    }

    private mutating func take(_ found: Found) {
        isPastHeader = found.isPastHeader
        count += found.count
        drafts += found.drafts
    }

    /// The rows of a slice.
    private struct Found {
        var isPastHeader: Bool
        let reading: RowReading<R>
        var drafts: [RowDraft<R>] = []
        var count = 0

        init(isPastHeader: Bool, reading: RowReading<R>) {
            self.isPastHeader = isPastHeader
            self.reading = reading
        }

        mutating func take(_ row: TableRow) {
            guard isPastHeader else { return isPastHeader = true }
            count += 1
            if row.problem != nil || !row.isBlank { drafts.append(reading.read(row)) }
        }
    }
}
