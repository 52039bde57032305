import FoundationEssentials
import HTTPTypes
import NIOCore

/// Takes a file as it arrives and lays it into the database piece by piece, so that memory stays flat and any
/// node can go on with it. What is no table is refused before anything is stored.
struct ImportUpload: Sendable {
    let imports: Imports
    /// Bytes of a piece, about.
    static let pieceBytes = 1 << 20

    /// - Returns: the import; its file is there as a whole.
    /// - Throws: `UploadError` when the file cannot be taken. Then, and whenever else this throws, nothing of it stays.
    func take(_ request: Request) async throws -> ID<StoredImport> {
        var file = FileTaking(imports: imports)
        do {
            try await read(request, into: &file)
            return try await file.finish()
        } catch {
            await file.discard()
            throw error
        }
    }

    private func read(_ request: Request, into file: inout FileTaking) async throws {
        do {
            var reader = try MultipartReader(contentType: request.headers[.contentType] ?? "")
            var isFile = false
            for try await buffer in request.body {
                for event in try reader.read(buffer.readableBytesView) {
                    switch event {
                    case .part(let part):
                        isFile = part.name == "file" && !file.isThere
                        if isFile { file.begin(part.fileName ?? "") }
                    case .bytes(let bytes): if isFile { try await file.append(bytes) }
                    case .end: isFile = false
                    }
                }
            }
            try reader.finish()
        } catch is MultipartError {
            throw UploadError.brokenOff
        }
    }
}

/// Why a file was not taken.
enum UploadError: UserFacingError, Equatable {
    case noFile, tooLarge, tooManyRows, brokenOff
    /// The files that wait to be imported take up too much already.
    case noRoom
    case noTable(TableError)

    var status: HTTPResponse.Status { .unprocessableContent }

    var message: Phrase {
        switch self {
        case .noFile: "imports.refused.no_file"
        case .tooLarge: Phrase("imports.refused.too_large", ["limit": .number(ImportLimits.fileBytes >> 20)])
        case .tooManyRows: Phrase("imports.refused.too_many_rows", ["limit": .number(ImportLimits.rows)])
        case .noRoom: Phrase("imports.refused.no_room", ["limit": .number(ImportLimits.storedBytes >> 20)])
        case .brokenOff: "imports.refused.broken_off"
        case .noTable(let error): error.phrase
        }
    }
}

/// A file on its way in.
private struct FileTaking {
    let imports: Imports
    private let id = ID<StoredImport>()
    private var name: String?
    private var pending: [UInt8] = []
    private var bytes = 0
    private var pieces: Int32 = 0
    /// What counts the rows, once it is known how the file is written.
    private var reader: TableReader?
    private var rows = 0
    private var hasTooManyRows: Bool { rows - 1 > ImportLimits.rows }

    var isThere: Bool { name != nil }

    init(imports: Imports) { self.imports = imports }

    mutating func begin(_ fileName: String) { name = fileName }

    mutating func append(_ more: [UInt8]) async throws {
        bytes += more.count
        guard bytes <= ImportLimits.fileBytes else { throw UploadError.tooLarge }
        pending += more
        if reader == nil, pending.count >= TableFormat.headLength { try await recognise() }
        if pending.count >= ImportUpload.pieceBytes { try await store() }
    }

    mutating func finish() async throws -> ID<StoredImport> {
        guard let name, !(name.isEmpty && bytes == 0) else { throw UploadError.noFile }
        if reader == nil { try await recognise() }
        try await store()
        reader?.finish { _ in rows += 1 }
        guard !hasTooManyRows else { throw UploadError.tooManyRows }
        guard rows > 1 else { throw UploadError.noTable(.onlyHeader) }
        try await imports.finish(id, rows: rows - 1)
        return id
    }

    /// Finds out how the file is written, from what there is of it.
    private mutating func recognise() async throws {
        let format: TableFormat
        do throws(TableError) {
            format = try TableFormat.detect(Array(pending.prefix(TableFormat.headLength)))
        } catch {
            throw UploadError.noTable(error)
        }
        reader = TableReader(format)
        try await imports.begin(id, fileName: name ?? "", format: format)
    }

    private mutating func store() async throws {
        guard !pending.isEmpty else { return }
        reader?.read(pending) { _ in rows += 1 }
        guard !hasTooManyRows else { throw UploadError.tooManyRows }
        try await imports.add(pending, number: pieces, to: id)
        pieces += 1
        pending.removeAll(keepingCapacity: true)
    }

    func discard() async {
        guard reader != nil else { return }
        // A task of its own: this one may be cancelled, because the browser went away. What cannot be removed
        // now is swept an hour later.
        let (imports, id) = (imports, id)
        _ = await Task { try await imports.discard(id) }.result
    }
}
