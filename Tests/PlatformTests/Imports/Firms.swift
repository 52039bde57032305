import Platform

/// A module of its own, so that a business can have contacts without it.
let offices = Module(
    "offices", records: [.record(Firm.self)],
    migrations: [Migration("offices/0001_firms", sql: """
        create table firms (
            business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
            id uuid not null, name text not null, town text not null default '',
            version integer not null default 1, created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
            search text generated always as (lower(name)) stored, primary key (business_id, id));
        call kontor.record('firms', '{name}');
        """)])

struct Firm: Record {
    var id = ID<Firm>()
    var name = "", town = ""
    static let schema = Schema<Firm>("firms") {
        Field("name", \.name, .required, .searchable, .autocomplete("organization"))
        Field("town", \.town)
    }
}

func officeTexts(_ name: String, _ firms: String) -> String {
    """
    name: Offices
    summary: Firms
    firms:
      singular: Firm
      plural: \(firms)
      count: "{count}"
      fields: {name: \(name), town: Town}
    """
}
