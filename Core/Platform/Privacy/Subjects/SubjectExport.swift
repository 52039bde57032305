import FoundationEssentials
import Postgres

/// All that a business keeps of a person, as one file: the records that are about them with their fields, notes, files and history,
/// and what else names them. Who of the business wrote or changed it is left out: that is about somebody else.
public struct SubjectExport: Sendable {
    let subject: Subject
    let registry: Registry
    let scope: Scope

    public init(_ subject: Subject, _ registry: Registry, in scope: Scope) {
        self.subject = subject
        self.registry = registry
        self.scope = scope
    }

    /// The file, which is streamed; the log says that it was made.
    public func response(_ request: ID<SubjectRequest>) async throws -> Response {
        let (sheets, files) = try await scope.seeingAll { scope in
            let found = try await SubjectSearch(subject: subject, registry: registry, scope: scope).run().records
            let sheets = try await SubjectSheets(subject: subject, registry: registry, scope: scope, records: found).all()
            try await scope.db.execute(SubjectRequests(in: scope).happened("exported", request))
            return sheets
        }
        let archive = DataArchive(
            title: scope.say(Phrase("privacy.archive.subject", ["business": .text(scope.business.name)])),
            lead: scope.say(Phrase("privacy.archive.made", ["who": .text(scope.formats.list(subject.texts)), "when": .moment(scope.now)])),
            sheets: sheets, voice: scope.voice, madeAt: scope.now)
        return try await archive.response("personal-data", with: files, from: registry.files)
    }
}

/// What is known of a person, sheet by sheet.
struct SubjectSheets: Sendable {
    let subject: Subject
    let registry: Registry
    /// Sees all records.
    let scope: Scope
    let records: [FoundRecord]

    private var theirs: [FoundRecord] { records.filter(\.isTheirs) }

    func all() async throws -> (sheets: [DataSheet], files: [DataArchive.Attached]) {
        var sheets: [DataSheet] = []
        for work in registry.kinds(SheetOfKind(records: theirs, scope: scope)) { sheets += try await work() }
        let (files, attached) = try await files()
        sheets += [try await notes(), files, naming] + (try await traces())
        return (sheets, attached)
    }

    private func say(_ key: String) -> String { scope.say(Phrase("privacy.archive.\(key)")) }
    private func column(_ name: String) -> DataSheet.Column { .init(name, say("columns.\(name)")) }
    private func moment(_ date: Date) -> DataSheet.Value { .init(.string(iso8601(date)), scope.formats.dateTime(date)) }
    private var ids: [UUID] { theirs.map(\.id) }
    private var tables: [String] { theirs.map(\.table) }

    /// Those on their records, and those elsewhere that name them.
    private func notes() async throws -> DataSheet {
        let rows = try await scope.db.rows("""
            select n.record, n.record_id, n.created_at, n.body from notes n
             where exists (select from unnest(\(tables), \(ids)) as t (record, id) where t.record = n.record and t.id = n.record_id)
                or n.body ~* \(subject.pattern) order by n.id
            """) { row in (try row.next(String.self), try row.next(UUID.self), try row.next(Date.self), try row.next(String.self)) }
        return DataSheet(
            "notes", title: say("notes"), columns: [column("record"), column("id"), column("when"), column("text")],
            rows: rows.map { [.init($0), .init($1.text), moment($2), .init($3)] })
    }

    private func files() async throws -> (DataSheet, [DataArchive.Attached]) {
        let files = try await scope.db.rows("""
            select \(StoredFile.columns) from files f
             where exists (select from unnest(\(tables), \(ids)) as t (record, id) where t.record = f.record and t.id = f.record_id)
               and f.removed_at is null and f.size is not null order by f.id
            """, as: StoredFile.init(row:))
        func path(_ file: StoredFile) -> String { "files/\(file.facts.id)/\(file.facts.name.replacing("/", with: "_"))" }
        let sheet = DataSheet(
            "files", title: say("files"), columns: [column("record"), column("id"), column("name"), column("type"), column("path")],
            rows: files.map { [.init($0.record), .init($0.recordID?.text), .init($0.facts.name), .init($0.facts.type), .init(path($0))] })
        return (sheet, files.map { .init(path: path($0), key: FileKey(scope.business.id, $0.facts.id), size: $0.facts.size) })
    }

    /// Records about something else: that they name this person, and no more of them.
    private var naming: DataSheet {
        DataSheet(
            "mentions", title: say("mentions"), columns: [column("record"), column("id")],
            rows: records.filter { !$0.isTheirs }.map { [.init($0.table), .init($0.id.text)] })
    }

    /// How much of everything else there is.
    private func traces() async throws -> [DataSheet] {
        let traces = SubjectTraces(subject: subject, registry: registry, theirs: theirs, naming: [], left: []).all
        let counts = try await scope.db.fetch(traces.map { Query<Int>.value($0.count) })
        let rows = zip(traces, counts).filter { $1 > 0 && !["notes", "files"].contains($0.key) }
        return [DataSheet(
            "elsewhere", title: say("elsewhere"), columns: [column("what"), column("count")],
            rows: rows.map { [.init(.string($0.key), scope.say(Phrase("privacy.traces.\($0.key)"))), .init(.integer($1), scope.formats.number($1))] })]
    }
}
