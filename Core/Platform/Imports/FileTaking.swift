/// A file on its way in.
struct FileTaking {
    let imports: Imports
    private let id = ID<StoredImport>()
    private var name: String?
    private var pending: [UInt8] = []
    private var bytes = 0
    private var pieces: Int32 = 0
    /// What counts the rows, once it is known how the file is written.
    private var reader: TableReader?
    /// Where a workbook waits until it is there as a whole: what it holds stands at its end.
    private var workbook: SpoolFile?
    private var rows = 0
    private var hasTooManyRows: Bool { rows - 1 > ImportLimits.rows }

    var isThere: Bool { name != nil }

    init(imports: Imports) { self.imports = imports }

    mutating func begin(_ fileName: String) { name = fileName }

    mutating func append(_ more: [UInt8]) async throws {
        bytes += more.count
        guard bytes <= ImportLimits.fileBytes else { throw UploadError.tooLarge }
        pending += more
        if !isRecognised, pending.count >= TableFormat.headLength { try await recognise() }
        if pending.count >= ImportUpload.pieceBytes { try await store() }
    }

    mutating func finish() async throws -> ID<StoredImport> {
        guard let name, !(name.isEmpty && bytes == 0) else { throw UploadError.noFile }
        if !isRecognised { try await recognise() }
        try await store()
        if let workbook { try await open(workbook) }
        reader?.finish { _ in rows += 1 }
        guard !hasTooManyRows else { throw UploadError.tooManyRows }
        guard rows > 1 else { throw UploadError.noTable(.onlyHeader) }
        try await imports.finish(id, rows: rows - 1)
        return id
    }

    private var isRecognised: Bool { reader != nil || workbook != nil }

    /// Finds out how the file is written, from what there is of it.
    private mutating func recognise() async throws {
        let head = Array(pending.prefix(TableFormat.headLength))
        switch FileKind(head) {
        case .zip: workbook = try await WorkbookThreads.writing.run { _ in try SpoolFile() }
        case .oldWorkbook where FileKind.isEncryptedWorkbook(head): throw UploadError.noWorkbook(.encrypted)
        default:
            try await begin(Self.format(head))
        }
    }

    private static func format(_ head: [UInt8]) throws -> TableFormat {
        do throws(TableError) {
            return try TableFormat.detect(head)
        } catch {
            throw UploadError.noTable(error)
        }
    }

    private mutating func begin(_ format: TableFormat) async throws {
        reader = TableReader(format)
        try await imports.begin(id, fileName: name ?? "", format: format)
    }

    private mutating func store() async throws {
        guard !pending.isEmpty else { return }
        if let workbook, reader == nil {
            let bytes = pending
            try await WorkbookThreads.writing.run { _ in try workbook.append(bytes) }
        } else {
            reader?.read(pending) { _ in rows += 1 }
            guard !hasTooManyRows else { throw UploadError.tooManyRows }
            try await imports.add(pending, number: pieces, to: id)
            pieces += 1
        }
        pending.removeAll(keepingCapacity: true)
    }

    /// Stores what a workbook holds in the form of a table, as if that had been uploaded.
    private mutating func open(_ workbook: SpoolFile) async throws {
        let table = try await Self.table(of: workbook)
        try await begin(table.format)
        for place in stride(from: 0, to: table.file.count, by: ImportUpload.pieceBytes) {
            pending = try await WorkbookThreads.writing.run { _ in try table.file.read(at: place, most: ImportUpload.pieceBytes) }
            try await store()
        }
    }

    private static func table(of workbook: SpoolFile) async throws -> WorkbookTable {
        do {
            return try await WorkbookThreads.reading.run { flag in try WorkbookTable(workbook, flag) }
        } catch let error as WorkbookError {
            throw UploadError.noWorkbook(error)
        } catch let error as TableError {
            throw UploadError.noTable(error)
        }
    }

    func discard() async {
        guard reader != nil else { return }
        // A task of its own: this one may be cancelled, because the browser went away. What cannot be removed
        // now is swept an hour later.
        let (imports, id) = (imports, id)
        _ = await Task { try await imports.discard(id) }.result
    }
}
