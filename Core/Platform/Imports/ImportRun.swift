import FoundationEssentials

/// Checks or imports a file whose rows become records of one kind.
struct ImportRun<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    /// Rows of a statement: enough to make round trips cheap, few enough to keep memory flat.
    static var chunkRows: Int { 1_000 }
    /// Bytes that are read at a time; tiny rows are many in a piece.
    static var sliceBytes: Int { 16_384 }

    /// The same without its type.
    var work: ImportWork {
        ImportWork(
            check: { stored, scope, progress in try await check(stored, scope, progress) },
            write: { stored, scope, lease, progress in try await write(stored, scope, lease, progress) })
    }

    /// Finds out what becomes of each row, and changes nothing.
    private func check(_ stored: StoredImport, _ scope: Scope, _ progress: ImportProgress) async throws -> ImportTally {
        try await Imports(scope: scope, record: kind.table).forgetProblems(of: stored.id)
        return try await pass(stored, scope, progress, isDry: true)
    }

    /// Imports all right rows, or none: the records, what is said about them and that it is done are one transaction.
    private func write(
        _ stored: StoredImport, _ scope: Scope, _ lease: ImportLease, _ progress: ImportProgress
    ) async throws {
        try await scope.transaction { scope in
            try await Imports(scope: scope, record: kind.table).forgetProblems(of: stored.id)
            let tally = try await pass(stored, scope, progress, isDry: false)
            try await lease.finish(tally, in: scope.db)
        }
    }

    private func pass(
        _ stored: StoredImport, _ scope: Scope, _ progress: ImportProgress, isDry: Bool
    ) async throws -> ImportTally {
        guard let plan = stored.plan else { throw PageError.notFound }
        try authorise(plan, scope)
        let imports = Imports(scope: scope, record: kind.table)
        let first = try await imports.piece(0, of: stored.id)
        let columns = try ImportColumns(kind: kind, voice: scope.voice, format: stored.format, piece: first)
        let reading = RowReading(plan, columns: columns)
        var pass = ImportPass(
            stored, plan: plan, reading: reading, kind: kind, registry: registry, scope: scope, isDry: isDry)
        var rows = FileRows(stored.format, reading)
        for number in 0..<stored.pieces {
            let piece = try await number == 0 ? first : imports.piece(number, of: stored.id)
            for start in stride(from: 0, to: piece.count, by: Self.sliceBytes) {
                rows.read(piece[start..<min(start + Self.sliceBytes, piece.count)])
                while let chunk = rows.chunk(of: Self.chunkRows) {
                    try await pass.take(chunk)
                    progress.rowsRead = rows.handedOut
                }
            }
        }
        rows.finish()
        while let chunk = rows.chunk(of: Self.chunkRows) ?? rows.rest() { try await pass.take(chunk) }
        progress.rowsRead = rows.count
        return pass.tally
    }

    /// The route asked for the permission to create; it may be gone since, and changing is another one.
    private func authorise(_ plan: ImportPlan, _ scope: Scope) throws {
        let needed = plan.key == nil ? [kind.permissions.create] : [kind.permissions.create, kind.permissions.edit]
        for permission in needed where !scope.may(permission) { throw Refusal.permission(permission) }
    }
}

/// The rows of a file, as they come in and go out in chunks.
private struct FileRows<R: Record> {
    private var reader: TableReader
    private let reading: RowReading<R>
    private var drafts: [RowDraft<R>] = []
    private var isPastHeader = false
    /// Rows read so far, blank ones included.
    private(set) var count = 0
    var handedOut: Int { count - drafts.count }

    init(_ format: TableFormat, _ reading: RowReading<R>) {
        reader = TableReader(format)
        self.reading = reading
    }

    mutating func read(_ bytes: ArraySlice<UInt8>) {
        var new: [RowDraft<R>] = []
        let (reading, isPastHeader) = (reading, isPastHeader)
        var found = 0
        reader.read(bytes) { row in
            found += 1
            if isPastHeader || found > 1, row.problem != nil || !row.isBlank { new.append(reading.read(row)) }
        }
        take(found, new)
    }

    mutating func finish() {
        var new: [RowDraft<R>] = []
        let (reading, isPastHeader) = (reading, isPastHeader)
        var found = 0
        reader.finish { row in
            found += 1
            if isPastHeader || found > 1, row.problem != nil || !row.isBlank { new.append(reading.read(row)) }
        }
        take(found, new)
    }

    private mutating func take(_ found: Int, _ new: [RowDraft<R>]) {
        count += isPastHeader ? found : max(0, found - 1)
        isPastHeader = isPastHeader || found > 0
        drafts += new
    }

    /// That many rows, if they are there.
    mutating func chunk(of size: Int) -> [RowDraft<R>]? {
        guard drafts.count >= size else { return nil }
        defer { drafts.removeFirst(size) }
        return Array(drafts.prefix(size))
    }

    /// Those that are left.
    mutating func rest() -> [RowDraft<R>]? {
        guard !drafts.isEmpty else { return nil }
        defer { drafts = [] }
        return drafts
    }
}
