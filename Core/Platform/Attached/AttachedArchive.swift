import FoundationEssentials
import Postgres

/// What members added to a module's records, and its files, for the archive of the module: `files/<id>/<name>`, and two tables
/// that say what belongs to which record.
struct AttachedArchive: Sendable {
    let leaving: Leaving

    private var scope: Scope { leaving.scope }
    private var tables: [String] { leaving.module.records.map(\.table) }

    /// - Returns: the tables, which are none where there is nothing; and these and the files beside them, on disk.
    func spooled() async throws -> (entries: [ArchiveManifest.File], parts: [ZipFile.Part]) {
        let notes = try await scope.db.rows("""
            select n.record, n.record_id::text, coalesce(u.name, ''), n.created_at, n.body from notes n
              left join lateral (select c.name from colleagues c where c.id = n.author) u on true
             where n.record = any(\(tables)) order by n.id
            """) { row in
            [try row.next(String.self), try row.next(String.self), try row.next(String.self), iso8601(try row.next(Date.self)), try row.next(String.self)]
        }
        let files = try await scope.db.rows("""
            select \(StoredFile.columns) from files f where f.record = any(\(tables)) and f.removed_at is null order by f.id
            """, as: StoredFile.init(row:))
        let copies = try await copies(of: files), there = Set(copies.map(\.name))
        let lines = files.map { file in
            let path = path(file), isThere = there.contains(path)
            return [
                file.record ?? "", file.recordID.map { $0.text } ?? "", file.field ?? "", file.facts.name, file.facts.type, String(file.facts.size),
                isThere ? path : "", isThere ? "" : "true",
            ]
        }
        let tables = [
            try await table("notes", ["record", "record_id", "author", "created_at", "body"], notes),
            try await table("files", ["record", "record_id", "field", "name", "type", "size", "path", "missing"], lines),
        ].compactMap(\.self)
        let parts = tables.map { ZipFile.Part(name: $0.entry.name, file: $0.file) }
        return (tables.map(\.entry), parts + copies)
    }

    private func path(_ file: StoredFile) -> String { "files/\(file.facts.id)/\(file.facts.name)" }

    /// All of them one behind the other in a single file on disk. What the store has lost is left out: the rest must not be
    /// lost with it.
    private func copies(of files: [StoredFile]) async throws -> [ZipFile.Part] {
        guard !files.isEmpty else { return [] }
        let all = try await leaving.spooled([])
        var parts: [ZipFile.Part] = [], start = 0
        for file in files {
            var length = 0
            do {
                for try await piece in try await leaving.registry.files.open(FileKey(scope.business.id, file.facts.id), 0..<file.facts.size) {
                    try await WorkbookThreads.writing.run { _ in try all.append(piece) }
                    length += piece.count
                }
                parts.append(.init(name: path(file), file: all, start: start, length: length))
            } catch FilesError.missing {}
            start += length
        }
        return parts
    }

    private func table(_ name: String, _ header: [String], _ rows: [[String]]) async throws -> (entry: ArchiveManifest.File, file: SpoolFile)? {
        guard !rows.isEmpty else { return nil }
        var bytes = TableWriter.byteOrderMark
        for row in [header] + rows { TableWriter().append(row, to: &bytes) }
        let title = scope.say(Phrase("platform.holdings.\(name)"))
        return (ArchiveManifest.File(name: "\(name).csv", record: name, title: title, rows: rows.count), try await leaving.spooled(bytes))
    }
}
