import Support

@testable import Platform

/// A module that the tests of the platform keep records with: the platform knows none of its own.
let garden = Module(
    "garden",
    records: [.record(Plant.self), .record(Bed.self)],
    migrations: [Migration("garden/0001_beds", sql: gardenTables)],
    menu: [MenuItem(Plant.self), MenuItem(Bed.self)]
)

struct Bed: Record, Equatable {
    var id = ID<Bed>()
    var name = ""

    static let schema = Schema<Bed>("beds") {
        Field("name", \.name, .required, .searchable, .sortable)
    }
}

/// Has a field of every kind.
struct Plant: Record, Equatable {
    var id = ID<Plant>()
    var name = ""
    var habit = Habit.herb
    var bed: ID<Bed>?
    var height: Int?
    var isHardy = false
    var price: Money?
    var planted: Day?
    var notes = ""
    var email: EmailAddress?
    var phone: PhoneNumber?
    var web: WebAddress?
    var vigour: Share?

    static let schema = Schema<Plant>("plants", views: .board(by: "habit"), .calendar(by: "planted")) {
        Field("name", \.name, .required, .searchable, .sortable, .max(40))
        Field("habit", \.habit, .filterable)
        Field("bed", \.bed, .filterable)
        Field("height", \.height)
        Field("is_hardy", \.isHardy, .filterable)
        Field("price", \.price)
        Field("planted", \.planted)
        Field("notes", \.notes, .long)
        Field("email", \.email, .searchable)
        Field("phone", \.phone)
        Field("web", \.web)
        Field("vigour", \.vigour, .platform)
    }

    init() {}

    init(_ name: String, _ habit: Habit = .herb, in bed: ID<Bed>? = nil) {
        self.name = name
        self.habit = habit
        self.bed = bed
    }
}

enum Habit: String, ChoiceValue {
    case herb, shrub, tree
    static var synonyms: [String: Habit] { ["bush": .shrub] }
}

private let gardenTables = """
    create table beds (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id)
    );
    create index on beds (business_id, name, id) where deleted_at is null;
    create index on beds using gin (business_id, search gin_trgm_ops);
    call kontor.record('beds', '{name}');

    create table plants (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null, habit text not null, bed_id uuid, height bigint,
        is_hardy boolean not null, price bigint, price_currency text, planted date, notes text not null,
        email text, phone text, web text, vigour double precision,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name || ' ' || coalesce(email, ''))) stored,
        primary key (business_id, id),
        foreign key (business_id, bed_id) references beds
    );
    create index on plants (business_id, name, id) where deleted_at is null;
    create index on plants (business_id, planted, id);
    create index on plants using gin (business_id, search gin_trgm_ops);
    call kontor.record('plants', '{name,habit,bed_id,is_hardy}');
    """

let gardenWords = """
    name: Garden
    summary: What grows where.
    plants:
      singular: Plant
      plural: Plants
      count: "{count} plants"
      fields: {name: Name, habit: Habit, bed: Bed, height: Height, is_hardy: Hardy, price: Price, planted: Planted, notes: Notes, email: Grower, phone: Phone, web: Web, vigour: Vigour}
      choices:
        habit: {herb: Herb, shrub: Shrub, tree: Tree}
    beds:
      singular: Bed
      plural: Beds
      count: "{count} beds"
      fields: {name: Name}
    """

let gardenTexts: TestTexts = ["garden": [.en: gardenWords, .es: gardenWords, .ar: gardenWords]]

/// Calls `body` with a platform that has the garden, and the owner of a business.
func withGarden(_ body: (TestPlatform, Scope) async throws -> Void) async throws {
    try await TestPlatform.with([garden], texts: gardenTexts) { platform in
        try await body(platform, platform.register("Acme"))
    }
}

/// Calls `body` with the owners of two businesses that have the garden.
func withTwoGardens(_ body: (TestPlatform, Scope, Scope) async throws -> Void) async throws {
    try await TestPlatform.with([garden], texts: gardenTexts) { platform in
        try await body(platform, platform.register("Acme"), platform.register("Globex"))
    }
}

extension TestPlatform {
    func plants(_ scope: Scope) -> Records<Plant> { Records(RecordKind(module: "garden"), in: scope) }
    func beds(_ scope: Scope) -> Records<Bed> { Records(RecordKind(module: "garden"), in: scope) }
}
