import Platform
import Support

/// A module on top of shipping: crates whose items may name a good, or only say what it is.
let packing = Module(
    "packing", requires: [shipping], records: [.record(Crate.self)], migrations: [Migration("packing/0001_crates", sql: packingTables)])

struct Crate: Record {
    var id = ID<Crate>()
    var name = ""
    var items: [Item] = []

    static let schema = Schema<Crate>("crates") {
        Field("name", \.name, .required)
        Field("items", \.items)
    }
}

struct Item: Line {
    var good: ID<Good>?
    var note = ""

    static let lines = Lines<Item>("items", of: "crate_id") {
        Field("good", \.good)
        Field("note", \.note)
    }
}

private let packingTables = """
    create table crates (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text not null, items jsonb not null default '[]',
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        primary key (business_id, id)
    );
    call kontor.record('crates', '{}');
    create table items (
        business_id uuid not null references businesses, crate_id uuid not null, position integer not null, good_id uuid, note text not null,
        primary key (business_id, crate_id, position),
        foreign key (business_id, crate_id) references crates on delete cascade,
        foreign key (business_id, good_id) references goods
    );
    create index on items (business_id, good_id);
    call kontor.lines('crates', 'items', 'items', 'crate_id');
    """

private let packingWords = """
    name: Packing
    summary: What lies where.
    crates:
      singular: Crate
      plural: Crates
      count: "{count} crates"
      fields: {name: Name, items: Items}
      items:
        line: "Item {number}"
        fields: {good: Good, note: Note}
    """

/// With those of shipping.
let packingTexts: TestTexts = [
    "shipping": [.en: shippingWords, .es: shippingWords, .ar: shippingWords],
    "packing": [.en: packingWords, .es: packingWords, .ar: packingWords],
]
