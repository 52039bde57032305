import FoundationEssentials
import Postgres

extension Leaving {
    /// All that can be exported of the module, as a ZIP file: one CSV per record, as its own export writes it, and a
    /// `manifest.json` that says what they are.
    ///
    /// It is put together on disk and sent from there, so that its size does not matter; what lies on disk has no name, and
    /// is gone when it was sent or the client has left.
    public func archive() async throws -> Response {
        var entries: [ArchiveManifest.File] = [], parts: [ZipFile.Part] = []
        for record in module.records {
            let (entry, file) = try await spooled(record)
            entries.append(entry)
            parts.append(.init(name: entry.name, file: file))
        }
        let attached = try await AttachedArchive(leaving: self).spooled()
        entries += attached.entries
        parts += attached.parts
        parts.insert(.init(name: "manifest.json", file: try await spooled(manifest(of: entries))), at: 0)
        let all = parts
        let archive = try await WorkbookThreads.writing.run { _ in try ZipFile.packing(all) }
        try await scope.db.execute(module.happened("archived", in: scope, rows: Dictionary(entries.map { ($0.record, $0.rows) }) { $1 }))
        let day = scope.now.formatted(.iso8601.year().month().day())
        return .download("\(module.id)-\(day).zip", type: "application/zip", archive)
    }

    private func spooled(_ record: AnyRecord) async throws -> (ArchiveManifest.File, SpoolFile) {
        let rows = try await scope.db.value("select count(*) from \(identifier: record.table) where deleted_at is null", of: Int.self)
        let entry = ArchiveManifest.File(name: "\(record.table).csv", record: record.table, title: scope.say(module.name(of: record)), rows: rows)
        switch try record.visit(module.id, WholeExport(scope: scope)).get().body {
        case .bytes(let bytes): return (entry, try await spooled(bytes))
        case .stream(let pieces):
            let file = try await spooled([])
            for try await piece in pieces { try await WorkbookThreads.writing.run { _ in try file.append(piece) } }
            return (entry, file)
        }
    }

    func spooled(_ bytes: [UInt8]) async throws -> SpoolFile {
        try await WorkbookThreads.writing.run { _ in
            let file = try SpoolFile()
            try file.append(bytes)
            return file
        }
    }

    private func manifest(of entries: [ArchiveManifest.File]) throws -> [UInt8] {
        let manifest = ArchiveManifest(
            module: module.id, name: scope.say(module.name), business: scope.business.id.description,
            businessName: scope.business.name, madeAt: iso8601(scope.now), files: entries)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(manifest))
    }
}

/// All records of a kind as a file, the business's own fields among them.
private struct WholeExport: RecordVisitor {
    let scope: Scope

    func visit<R: Record>(_ kind: RecordKind<R>) -> Swift.Result<Response, any Error> {
        Swift.Result { try Exporting(kind: kind.seen(by: scope), scope: scope).file(Form()) }
    }
}

/// What an archive says of itself, in `manifest.json`.
struct ArchiveManifest: Codable, Sendable {
    /// Of this description's shape.
    var version = 1
    let module: String
    let name: String
    let business: String
    let businessName: String
    /// ISO 8601, in UTC.
    let madeAt: String
    let files: [File]

    struct File: Codable, Sendable {
        let name: String
        let record: String
        let title: String
        /// Without the header, and without those that were deleted.
        let rows: Int
    }

    enum CodingKeys: String, CodingKey {
        case version, module, name, business, businessName = "business_name", madeAt = "made_at", files
    }
}
