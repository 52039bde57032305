import FoundationEssentials
import NIOPosix
import Postgres

extension Leaving {
    /// All that can be exported of the module, as a ZIP file: one CSV per record, as its own export writes it, and a
    /// `manifest.json` that says what they are.
    ///
    /// It is put together on disk and sent from there, so that its size does not matter; what lies on disk has no name
    /// any more by then, and is gone when it was sent or the client has left.
    public func archive() async throws -> Response {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kontor-archive-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) } // the system clears its temporary folder anyway
        var entries: [ArchiveManifest.File] = []
        for record in module.records { entries.append(try await write(record, to: folder)) }
        let manifest = ArchiveManifest(
            module: module.id, name: scope.say(module.name), business: scope.business.id.description,
            businessName: scope.business.name, madeAt: iso8601(scope.now), files: entries)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(manifest).write(to: URL(filePath: "\(folder)/manifest.json"))
        let names = ["manifest.json"] + entries.map(\.name)
        try await NIOThreadPool.singleton.runIfActive { try ZipFile.write(names, from: folder, to: "\(folder)/archive") }
        let file = try DiskFile(reading: "\(folder)/archive")
        try await scope.db.execute(module.happened("archived", in: scope, rows: Dictionary(entries.map { ($0.record, $0.rows) }) { $1 }))
        let day = scope.now.formatted(.iso8601.year().month().day())
        return .download("\(module.id)-\(day).zip", type: "application/zip", file)
    }

    private func write(_ record: AnyRecord, to folder: String) async throws -> ArchiveManifest.File {
        let name = "\(record.table).csv"
        let rows = try await scope.db.value("select count(*) from \(identifier: record.table) where deleted_at is null", of: Int.self)
        let file = try DiskFile(writing: "\(folder)/\(name)")
        switch try record.visit(module.id, WholeExport(scope: scope)).get().body {
        case .bytes(let bytes): try file.write(bytes)
        case .stream(let pieces): for try await piece in pieces { try file.write(piece) }
        }
        return ArchiveManifest.File(name: name, record: record.table, title: scope.say(module.name(of: record)), rows: rows)
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
