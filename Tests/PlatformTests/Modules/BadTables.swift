import Platform
import Support
import Testing

/// The table that holds beds, as it should be.
let bedTable = """
    create table beds (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id)
    );
    create index on beds (business_id, name, id) where deleted_at is null;
    call kontor.record('beds', '{name}');
    """

@Suite("A module whose tables are wrong", .enabled(if: TestPlatform.isPossible))
struct BadTables {
    @Test("because there is none is refused")
    func noTable() async throws {
        try await refuse("drop table beds", .noTable(table: "beds", module: "garden"), "there is no table \"beds\"", "Add a migration")
    }

    @Test("because its wall has a hole is refused", arguments: [
        "alter table beds disable row level security", "alter table beds no force row level security", "drop policy business_rows on beds",
        "alter policy business_rows on beds using (true)", "alter policy business_rows on beds with check (true)",
        "alter policy business_rows on beds using (business_id = current_setting('kontor.business_id')::uuid or true)",
        "alter policy business_rows on beds using (business_id = current_setting('kontor.business_id', true)::uuid)",
        "create policy everyone on beds using (true)", "create policy app on beds for select to kontor_app using (name <> '')",
    ])
    func noWall(hole: String) async throws {
        try await refuse(hole, .noWall(table: "beds", module: "garden"), "lacks forced row-level security", "call kontor.record('beds', …)")
    }

    @Test("because nobody can be kept from some of them is refused", arguments: [
        "drop policy record_rules on beds", "alter policy record_rules on beds using (true)", "alter policy record_rules on beds with check (true)",
        "alter policy record_rules on beds to kontor_operator", "drop policy record_rules on beds; create policy record_rules on beds as restrictive for select to kontor_app using (true)",
        "alter table beds rename custom to own; alter table beds add column custom jsonb not null default '{}'",
    ])
    func noRules(hole: String) async throws {
        try await refuse(hole, .noRules(table: "beds", module: "garden"), "is not ruled", "call kontor.ruled('beds')")
    }

    @Test("because a field or what every record has is without its column is refused", arguments: [
        ("drop index beds_business_id_name_id_idx; alter table beds drop column name cascade", "name", "text"), ("alter table beds rename version to edition", "version", "integer"),
        ("alter table beds drop column deleted_at cascade", "deleted_at", "timestamptz"),
    ])
    func noColumn(sql: String, column: String, type: String) async throws {
        try await refuse(sql, .noColumn(column, type: type, table: "beds", module: "garden"), "has no column \"\(column)\" of type \(type)")
    }

    @Test("because a column holds something else than its field is refused")
    func wrongColumn() async throws {
        try await refuse(
            "drop trigger tally_update on beds; alter table beds alter column version type bigint",
            .wrongColumn("version", declared: "integer", found: "bigint", table: "beds", module: "garden"), "is bigint, but its field stores integer")
    }

    @Test("because sorting them would read them all is refused")
    func noIndex() async throws {
        try await refuse(
            "drop index beds_business_id_name_id_idx; create index on beds (business_id, id, name)",
            .noIndex(column: "name", table: "beds", module: "garden"), "no index on (business_id, name, id)", ".sortable")
    }

    @Test("because they sort by what may be null is refused")
    func optionalSort() async throws {
        try await refuse(
            "alter table beds alter column name drop not null", .optionalSort(column: "name", table: "beds", module: "garden"), "sorted by \"name\", which may be null")
    }

    @Test("because the search does not know them is refused", arguments: [
        "delete from searchable_records", "update searchable_records set columns = '{id}'", "alter table beds drop column search",
    ])
    func notSearchable(sql: String) async throws {
        try await refuse(sql, .notSearchable(table: "beds", module: "garden"), "kontor.search does not know them")
    }

    private func refuse(_ sql: String, _ error: ModuleError, _ says: String...) async throws {
        let module = Module("garden", records: [.record(Bed.self)], migrations: [Migration("garden/0001", sql: bedTable)])
        try await TestPlatform.with([module], texts: gardenTexts) { platform in
            _ = try await platform.superuser.write(Query.execute(SQL(unchecked: "do $$ begin \(sql); end $$")))
            await #expect(throws: error) { try await ModuleAudit(platform.registry, catalogue: platform.voices.catalogue).check(platform.app) }
            for words in says { #expect(error.description.contains(words)) }
        }
    }
}
