import NIOCore

/// Reads a form with files as it arrives: its texts into memory, its files into the store.
struct UploadedForm: Sendable {
    let files: Files
    let scope: Scope
    /// Bytes of all texts at most.
    private static let mostTextBytes = 1 << 20
    /// Files of one request at most, and how many times the bytes of the largest they may have together.
    static let mostFiles = 20, mostTimes = 10

    struct Found: Sendable {
        var form = Form()
        /// In the order they came, with the input's name.
        var files: [(input: String, file: StoredFile)] = []
        /// Inputs whose file is larger than may be.
        var tooLarge: [String] = []
        fileprivate(set) var fields: [(name: String, value: String)] = []
    }

    /// - Parameters:
    ///   - inputs: the names of those that may bring files; files of others are passed over.
    ///   - isSeveral: whether one input may bring several; otherwise its last file counts, and those before are forgotten.
    /// - Throws: `PageError.tooLarge` for texts without end, and where files too large go on and on; `FileUploadError`. Nothing
    ///   stays of the files then.
    func take(_ request: Request, inputs: Set<String>, isSeveral: Bool = false) async throws -> Found {
        guard request.headers[.contentType]?.lowercased().hasPrefix("multipart/") == true else { return Found(form: try await plain(request)) }
        do {
            var reading = Reading(upload: self, inputs: inputs, isSeveral: isSeveral)
            do {
                return try await reading.read(request)
            } catch {
                await reading.discardAll()
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
        let isSeveral: Bool
        private var found = Found()
        private var part: MultipartPart?
        private var file: IncomingFile?
        private var text: [UInt8] = []
        private var textBytes = 0, wasted = 0, count = 0, fileBytes = 0

        init(upload: UploadedForm, inputs: Set<String>, isSeveral: Bool) {
            self.upload = upload
            self.inputs = inputs
            self.isSeveral = isSeveral
        }

        mutating func read(_ request: Request) async throws -> Found {
            var reader = try MultipartReader(contentType: request.headers[.contentType] ?? "", mostParts: 20_000) // 500 lines are that many
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
            if file == nil { try await begin(name) }
            fileBytes += bytes.count
            guard fileBytes <= mostBytes else { throw tooMany }
            do {
                try await file?.append(bytes)
            } catch PageError.tooLarge {
                found.tooLarge.append(part.name)
                await discard()
            }
        }

        private var mostBytes: Int { UploadedForm.mostTimes * upload.files.mostBytes }
        private var tooMany: FileUploadError { .tooMany(most: UploadedForm.mostFiles, bytes: mostBytes) }

        private mutating func begin(_ name: String) async throws {
            count += 1
            guard count <= UploadedForm.mostFiles else { throw tooMany }
            file = try await IncomingFile(name, files: upload.files, in: upload.scope)
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
                try await begin(name)
            }
            if let stored = try await file?.finish() {
                file = nil
                if !isSeveral { await forget { $0 == part.name } }
                found.files.append((part.name, stored))
            }
            (self.part, file, text) = (nil, nil, [])
        }

        private mutating func discard() async {
            await file?.discard()
            file = nil
        }

        mutating func discardAll() async {
            await discard()
            await forget { _ in true }
        }

        /// Forgets files that came to their end: the trigger on their rows has the bytes removed.
        private mutating func forget(_ isMeant: (String) -> Bool) async {
            let ids = found.files.filter { isMeant($0.input) }.map(\.file.facts.id), scope = upload.scope
            guard !ids.isEmpty else { return }
            found.files.removeAll { isMeant($0.input) }
            // A task of its own: this one may be cancelled. What is not forgotten now is swept.
            await Task { _ = try? await scope.db.execute("delete from files where id = any(\(ids)) and record is null") }.value
        }
    }
}
