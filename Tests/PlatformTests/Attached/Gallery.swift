import FoundationEssentials
import Logging
import Support
import Testing

@testable import Platform

/// A module whose records have files.
let gallery = Module(
    "gallery", records: [.record(Painting.self)], migrations: [Migration("gallery/0001_paintings", sql: galleryTables)], menu: [MenuItem(Painting.self)])

struct Painting: Record, Equatable {
    var id = ID<Painting>()
    var name = ""
    var scan: ImageReference?
    var contract: FileReference?

    static let schema = Schema<Painting>("paintings") {
        Field("name", \.name, .required, .searchable, .sortable, .personal)
        Field("scan", \.scan, .personal)
        Field("contract", \.contract)
    }
}

private let galleryTables = """
    create table paintings (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null, scan uuid, contract uuid,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id)
    );
    create index on paintings (business_id, name, id) where deleted_at is null;
    create index on paintings using gin (business_id, search gin_trgm_ops);
    call kontor.record('paintings', '{name}');
    call kontor.file('paintings', 'scan', 'image');
    call kontor.file('paintings', 'contract');
    """

private let galleryWords = """
    name: Gallery
    summary: What hangs where.
    paintings:
      singular: Painting
      plural: Paintings
      count: "{count} paintings"
      fields: {name: Name, scan: Scan, contract: Contract}
    """

private let galleryTexts: TestTexts = ["gallery": [.en: galleryWords, .es: galleryWords, .ar: galleryWords]]

/// Calls `body` with a platform that has the gallery, and the owner of a business.
func withGallery(_ body: (TestPlatform, Scope) async throws -> Void) async throws {
    try await TestPlatform.with([gallery], texts: galleryTexts) { platform in try await body(platform, platform.register("Acme")) }
}

extension TestPlatform {
    var paintings: String { "/gallery/paintings" }

    /// Adds a painting by its form.
    /// - Returns: its path.
    func painting(_ name: String = "Sunday", as scope: Scope, files: [TestFile] = []) async throws -> String {
        try #require(try await post(paintings, as: scope, ["name": name], files: files).location)
    }

    /// The page of a record.
    func page(_ path: String, as scope: Scope) async throws -> RecordPage {
        try #require(try await ask(.get, path, as: scope).page(RecordPage.self))
    }

    /// How many files have bytes in the store.
    func stored(of scope: Scope) async throws -> Int {
        let ids = try await superuser.read(.rows("select id from files where business_id = \(scope.business.id)") { row in try row.next(ID<StoredFile>.self) })
        var count = 0
        for id in ids where try await hasBytes(id, of: scope) { count += 1 }
        return count
    }

    func hasBytes(_ id: ID<StoredFile>, of scope: Scope) async throws -> Bool {
        do {
            _ = try await registry.files.open(FileKey(scope.business.id, id), 0..<0)
            return true
        } catch FilesError.missing {
            return false
        }
    }

    func sweepFiles() async { await FileSweep(app, files: registry.files, logger: Logger(label: "test")).once() }

    /// Lets a day and more pass since the files were uploaded.
    func letADayPass() async throws {
        _ = try await superuser.write(Query.execute("update files set created_at = created_at - interval '25 hours'"))
    }

    /// The ids of all files of a business.
    func fileIDs(of scope: Scope) async throws -> [ID<StoredFile>] {
        try await superuser.read(.rows("select id from files where business_id = \(scope.business.id) order by id") { row in try row.next() })
    }
}
