import Platform
import Support

/// A module that keeps every rule; the bad ones differ from it in one thing each.
func quarry(
    _ records: [AnyRecord] = [.record(Pebble.self)], sql: String = "", later: [String] = [], routes: [Route<Scope>] = []
) -> Module {
    let migrations = [Migration("quarry/0001", sql: pebbles + sql)] + later.enumerated().map { Migration("quarry/000\($0 + 2)", sql: $1) }
    return Module("quarry", records: records, migrations: migrations, menu: [MenuItem(Pebble.self)], routes: routes)
}

struct Pebble: Record {
    var id = ID<Pebble>()
    var name = ""
    var weight: Int?
    var finder: EmailAddress?
    var mother: ID<Pebble>?
    var grain = Grain.fine
    var marks: Tags = []
    var uses: Set<Use> = []
    var layers: [Layer] = []

    static let schema = Schema<Pebble>("pebbles", views: .board(by: "grain")) {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("weight", \.weight)
        Field("finder", \.finder, .personal)
        Field("mother", \.mother)
        Field("grain", \.grain, .filterable)
        Field("marks", \.marks, .filterable)
        Field("uses", \.uses, .filterable)
        Field("layers", \.layers)
    }

    enum Grain: String, ChoiceValue { case fine, coarse }
    enum Use: String, ChoiceValue { case road, wall, garden }
}

/// What a pebble is made of, and from which it broke.
struct Layer: Line {
    var depth: Int?
    var source: ID<Pebble>?

    static let lines = Lines<Layer>("layers", of: "pebble_id") {
        Field("depth", \.depth, .required)
        Field("source", \.source)
    }
}

let readingPebbles = Access.member(Permission("quarry.pebbles.read", from: .viewer))

private let pebbles = """
    create table pebbles (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null, weight bigint, finder text, mother_id uuid, grain text not null default 'fine',
        marks jsonb not null default '[]', uses jsonb not null default '[]', layers jsonb not null default '[]',
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id),
        foreign key (business_id, mother_id) references pebbles
    );
    create index on pebbles (business_id, name, id) where deleted_at is null;
    create index on pebbles using gin (business_id, search gin_trgm_ops);
    call kontor.record('pebbles', '{name,grain,marks,uses}');
    create table layers (
        business_id uuid not null references businesses, pebble_id uuid not null, position integer not null,
        depth bigint not null, source_id uuid,
        primary key (business_id, pebble_id, position),
        foreign key (business_id, pebble_id) references pebbles on delete cascade,
        foreign key (business_id, source_id) references pebbles
    );
    create index on layers (business_id, source_id);
    call kontor.lines('pebbles', 'layers', 'layers', 'pebble_id');
    """

let quarryWords = """
    name: Quarry
    summary: What lies there.
    pebbles:
      singular: Pebble
      plural: Pebbles
      count: "{count} pebbles"
      fields: {name: Name, weight: Weight, finder: Finder, mother: From, grain: Grain, marks: Marks, uses: Uses, layers: Layers}
      choices:
        grain: {fine: Fine, coarse: Coarse}
        uses: {road: Road, wall: Wall, garden: Garden}
      layers:
        line: "Layer {number}"
        fields: {depth: Depth, source: Source}
    """

let quarryTexts: TestTexts = ["quarry": [.en: quarryWords, .es: quarryWords, .ar: quarryWords]]
