import FoundationEssentials
import Platform
import Support

/// A module whose shipments have tags, several choices, and lines that refer to goods.
let shipping = Module(
    "shipping", records: [.record(Shipment.self), .record(Good.self)],
    migrations: [Migration("shipping/0001_shipments", sql: shippingTables)])

struct Good: Record {
    var id = ID<Good>()
    var name = ""

    static let schema = Schema<Good>("goods") {
        Field("name", \.name, .required, .searchable, .sortable)
    }
}

struct Shipment: Record {
    var id = ID<Shipment>()
    var name = ""
    var labels: Tags = []
    var days: Set<Weekday> = []
    var lines: [Parcel] = []
    var parcels = 0

    static let schema = Schema<Shipment>("shipments") {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("labels", \.labels, .filterable)
        Field("days", \.days, .filterable)
        Field("lines", \.lines)
        Field("parcels", \.parcels, .computed, .sortable)
    }
}

struct Parcel: Line {
    var good: ID<Good>?
    var quantity: Decimal? = 1
    var price: Money?
    var care = Care.none
    var isHeavy = false
    var discount: Share?
    var note = ""

    static let lines = Lines<Parcel>("parcels", of: "shipment_id") {
        Field("good", \.good, .required)
        Field("quantity", \.quantity)
        Field("price", \.price)
        Field("care", \.care)
        Field("is_heavy", \.isHeavy)
        Field("discount", \.discount)
        Field("note", \.note, .max(40))
    }
}

enum Weekday: String, ChoiceValue { case monday, tuesday, friday }
enum Care: String, ChoiceValue { case none, fragile, frozen }

private let shippingTables = """
    create table goods (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id)
    );
    create index on goods (business_id, name, id) where deleted_at is null;
    create index on goods using gin (business_id, search gin_trgm_ops);
    call kontor.record('goods', '{name}');

    create table shipments (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null,
        labels jsonb not null default '[]', days jsonb not null default '[]', lines jsonb not null default '[]',
        parcels bigint generated always as (jsonb_array_length(lines)) stored not null,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id)
    );
    create index on shipments (business_id, name, id) where deleted_at is null;
    create index on shipments (business_id, parcels, id) where deleted_at is null;
    create index on shipments using gin (business_id, search gin_trgm_ops);
    call kontor.record('shipments', '{name,labels,days,parcels}');

    create table parcels (
        business_id uuid not null references businesses, shipment_id uuid not null, position integer not null,
        good_id uuid not null, quantity numeric check (quantity > 0), price bigint, price_currency text, care text not null,
        is_heavy boolean not null, discount double precision, note text not null,
        primary key (business_id, shipment_id, position),
        foreign key (business_id, shipment_id) references shipments on delete cascade,
        foreign key (business_id, good_id) references goods
    );
    create index on parcels (business_id, good_id);
    call kontor.lines('shipments', 'lines', 'parcels', 'shipment_id');
    """

let shippingWords = """
    name: Shipping
    summary: What goes where.
    shipments:
      singular: Shipment
      plural: Shipments
      count: "{count} shipments"
      fields: {name: Name, labels: Labels, days: Days, lines: Parcels, parcels: Count}
      choices:
        days: {monday: Monday, tuesday: Tuesday, friday: Friday}
      lines:
        line: "Parcel {number}"
        fields: {good: Good, quantity: Quantity, price: Price, care: Care, is_heavy: Heavy, discount: Discount, note: Note}
        choices:
          care: {none: None, fragile: Fragile, frozen: Frozen}
    goods:
      singular: Good
      plural: Goods
      count: "{count} goods"
      fields: {name: Name}
    """

let shippingTexts: TestTexts = ["shipping": [.en: shippingWords, .es: shippingWords, .ar: shippingWords]]

/// Calls `body` with a platform that has shipping, the owner of a business, and two goods of it.
func withShipping(_ body: (TestPlatform, Scope, _ tea: Good, _ cups: Good) async throws -> Void) async throws {
    try await TestPlatform.with([shipping], texts: shippingTexts) { platform in
        let scope = try await platform.register("Acme")
        var tea = Good(), cups = Good()
        tea.name = "Tea"
        cups.name = "Cups"
        for good in [tea, cups] { try await Records(Good.self, in: scope).create(good) }
        try await body(platform, scope, tea, cups)
    }
}
