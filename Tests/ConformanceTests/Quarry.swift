import Platform
import Support

/// A module that keeps every rule; the bad ones differ from it in one thing each.
func quarry(
    _ records: [AnyRecord] = [.record(Pebble.self)], sql: String = "", later: String? = nil, routes: [Route<Scope>] = []
) -> Module {
    let migrations = [Migration("quarry/0001", sql: pebbles + sql)] + (later.map { [Migration("quarry/0002", sql: $0)] } ?? [])
    return Module("quarry", records: records, migrations: migrations, menu: [MenuItem(Pebble.self)], routes: routes)
}

struct Pebble: Record {
    var id = ID<Pebble>()
    var name = ""
    var weight: Int?
    var finder: EmailAddress?
    var mother: ID<Pebble>?
    var grain = Grain.fine

    static let schema = Schema<Pebble>("pebbles", views: .board(by: "grain")) {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("weight", \.weight)
        Field("finder", \.finder, .personal)
        Field("mother", \.mother)
        Field("grain", \.grain, .filterable)
    }

    enum Grain: String, ChoiceValue { case fine, coarse }
}

let readingPebbles = Access.member(Permission("quarry.pebbles.read", from: .viewer))

private let pebbles = """
    create table pebbles (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null, weight bigint, finder text, mother_id uuid, grain text not null default 'fine',
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id),
        foreign key (business_id, mother_id) references pebbles
    );
    create index on pebbles (business_id, name, id) where deleted_at is null;
    create index on pebbles using gin (business_id, search gin_trgm_ops);
    call kontor.record('pebbles', '{name,grain}');
    """

let quarryWords = """
    name: Quarry
    summary: What lies there.
    pebbles:
      singular: Pebble
      plural: Pebbles
      count: "{count} pebbles"
      fields: {name: Name, weight: Weight, finder: Finder, mother: From, grain: Grain}
      choices:
        grain: {fine: Fine, coarse: Coarse}
    """

let quarryTexts: TestTexts = ["quarry": [.en: quarryWords, .es: quarryWords, .ar: quarryWords]]
