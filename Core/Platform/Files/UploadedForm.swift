import NIOCore

/// Reads a form with files as it arrives: its texts into memory, its files into the store.
struct UploadedForm: Sendable {
    let files: Files
    let scope: Scope
    /// Bytes of all texts at most.
    private static let mostTextBytes = 1 << 20

    struct Found: Sendable {
        var form = Form()
        /// In the order they came, with the input's name.
        var files: [(input: String, file: StoredFile)] = []
        /// Inputs whose file is larger than may be.
        var tooLarge: [String] = []
        fileprivate(set) var fields: [(name: String, value: String)] = []
    }

    /// - Parameter inputs: the names of those that may bring files; files of others are passed over.
    /// - Throws: `PageError.tooLarge` for texts without end, and where files too large go on and on; `FileUploadError.brokenOff`.
    func take(_ request: Request, inputs: Set<String>) async throws -> Found {
        guard request.headers[.contentType]?.lowercased().hasPrefix("multipart/") == true else { return Found(form: try await plain(request)) }
        do {
            var reading = Reading(upload: self, inputs: inputs)
            do {
                return try await reading.read(request)
            } catch {
                await reading.discard()
                throw error
            }
        } catch is MultipartError {
            throw FileUploadError.brokenOff
        }
    }

    /// A form without files, which was read already, or not.
    private func plain(_ request: Request) async throws -> Form {
        guard request.form.fields.isEmpty, request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else { return request.form }
        var bytes: [UInt8] = []
        for try await piece in request.body {
            guard bytes.count + piece.readableBytes <= Self.mostTextBytes else { throw PageError.tooLarge(limit: Self.mostTextBytes) }
            bytes += piece.readableBytesView
        }
        return Form(urlEncoded: bytes)
    }

    private struct Reading {
        let upload: UploadedForm
        let inputs: Set<String>
        private var found = Found()
        private var part: MultipartPart?
        private var file: IncomingFile?
        private var text: [UInt8] = []
        private var textBytes = 0, wasted = 0

        init(upload: UploadedForm, inputs: Set<String>) {
            self.upload = upload
            self.inputs = inputs
        }

        mutating func read(_ request: Request) async throws -> Found {
            var reader = try MultipartReader(contentType: request.headers[.contentType] ?? "", mostParts: 1_000)
            for try await buffer in request.body {
                for event in try reader.read(buffer.readableBytesView) {
                    switch event {
                    case .part(let part): self.part = part
                    case .bytes(let bytes): try await take(bytes)
                    case .end: try await end()
                    }
                }
            }
            try reader.finish()
            found.form = Form(found.fields)
            return found
        }

        private mutating func take(_ bytes: [UInt8]) async throws {
            guard let part else { return }
            guard let name = part.fileName else {
                textBytes += bytes.count
                guard textBytes <= UploadedForm.mostTextBytes else { throw PageError.tooLarge(limit: UploadedForm.mostTextBytes) }
                text += bytes
                return
            }
            guard inputs.contains(part.name), !found.tooLarge.contains(part.name) else { return try waste(bytes) }
            if file == nil { file = try await IncomingFile(name, files: upload.files, in: upload.scope) }
            do {
                try await file?.append(bytes)
            } catch PageError.tooLarge {
                found.tooLarge.append(part.name)
                await discard()
            }
        }

        /// Reads on, so that what else was typed is not lost; but not for ever.
        private mutating func waste(_ bytes: [UInt8]) throws {
            wasted += bytes.count
            guard wasted <= 4 * upload.files.mostBytes else { throw PageError.tooLarge(limit: upload.files.mostBytes) }
        }

        private mutating func end() async throws {
            guard let part else { return }
            // An input in which nothing was chosen sends an empty file without a name.
            if part.fileName == nil { found.fields.append((part.name, String(decoding: text, as: UTF8.self))) }
            if let name = part.fileName, !name.isEmpty, file == nil, inputs.contains(part.name), !found.tooLarge.contains(part.name) {
                file = try await IncomingFile(name, files: upload.files, in: upload.scope)
            }
            if let stored = try await file?.finish() { found.files.append((part.name, stored)) }
            (self.part, file, text) = (nil, nil, [])
        }

        mutating func discard() async {
            await file?.discard()
            file = nil
        }
    }
}
