import FoundationEssentials
import Platform
import Support

/// A module whose boats have a field of every kind.
let harbour = Module(
    "harbour", records: [.record(Boat.self), .record(Berth.self)], migrations: [Migration("harbour/0001_boats", sql: harbourTables)])

struct Berth: Record {
    var id = ID<Berth>()
    var name = ""

    static let schema = Schema<Berth>("berths") {
        Field("name", \.name, .required, .searchable, .sortable)
    }
}

struct Boat: Record {
    var id = ID<Boat>()
    var name = ""
    var rig = Rig.sloop
    var berth: ID<Berth>?
    var length: Int?
    var weight: Decimal?
    var isAfloat = false
    var price: Money?
    var built: Day?
    var seen: Date?
    var notes = ""
    var email: EmailAddress?
    var phone: PhoneNumber?
    var web: WebAddress?
    var heel: Share?
    var wear: Share?

    static let schema = Schema<Boat>("boats", views: .calendar(by: "built")) {
        Field("name", \.name, .required, .searchable, .sortable, .max(40))
        Field("rig", \.rig, .filterable)
        Field("berth", \.berth, .filterable)
        Field("length", \.length)
        Field("weight", \.weight)
        Field("is_afloat", \.isAfloat, .filterable)
        Field("price", \.price)
        Field("built", \.built)
        Field("seen", \.seen)
        Field("notes", \.notes, .long)
        Field("email", \.email, .searchable)
        Field("phone", \.phone)
        Field("web", \.web)
        Field("heel", \.heel)
        Field("wear", \.wear, .platform)
    }
}

enum Rig: String, ChoiceValue {
    case sloop, ketch, cutter
}

private let harbourTables = """
    create table berths (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name)) stored,
        primary key (business_id, id)
    );
    create index on berths (business_id, name, id) where deleted_at is null;
    create index on berths using gin (business_id, search gin_trgm_ops);
    call kontor.record('berths', '{name}');

    create table boats (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text collate "und-x-icu" not null, rig text not null, berth_id uuid, length bigint, weight numeric,
        is_afloat boolean not null, price bigint, price_currency text, built date, seen timestamptz, notes text not null,
        email text, phone text, web text, heel double precision, wear double precision,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name || ' ' || coalesce(email, ''))) stored,
        primary key (business_id, id),
        foreign key (business_id, berth_id) references berths
    );
    create index on boats (business_id, name, id) where deleted_at is null;
    create index on boats (business_id, built, id);
    create index on boats using gin (business_id, search gin_trgm_ops);
    call kontor.record('boats', '{name,rig,berth_id,is_afloat}');
    """

private let words = """
    name: Harbour
    summary: What lies where.
    boats:
      singular: Boat
      plural: Boats
      count: "{count} boats"
      fields: {name: Name, rig: Rig, berth: Berth, length: Length, weight: Weight, is_afloat: Afloat, price: Price, built: Built, seen: Seen, notes: Notes, email: Owner, phone: Phone, web: Web, heel: Heel, wear: Wear}
      choices:
        rig: {sloop: Sloop, ketch: Ketch, cutter: Cutter}
    berths:
      singular: Berth
      plural: Berths
      count: "{count} berths"
      fields: {name: Name}
    """

let harbourTexts: TestTexts = ["harbour": [.en: words, .es: words, .ar: words]]
