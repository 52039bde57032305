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
    case noWorkbook(WorkbookError)

    var status: HTTPResponse.Status { .unprocessableContent }

    var message: Phrase {
        switch self {
        case .noFile: "imports.refused.no_file"
        case .tooLarge: Phrase("imports.refused.too_large", ["limit": .number(ImportLimits.fileBytes >> 20)])
        case .tooManyRows: Phrase("imports.refused.too_many_rows", ["limit": .number(ImportLimits.rows)])
        case .noRoom: Phrase("imports.refused.no_room", ["limit": .number(ImportLimits.storedBytes >> 20)])
        case .brokenOff: "imports.refused.broken_off"
        case .noTable(let error): error.phrase
        case .noWorkbook(let error): error.phrase
        }
    }
}
