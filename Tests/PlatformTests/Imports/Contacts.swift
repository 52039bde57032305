import FoundationEssentials
import Platform
import Support

/// A module to import into: people, who belong to firms.
let club = Module(
    "club", requires: [offices], records: [.record(Contact.self)],
    migrations: [Migration("club/0001_contacts", sql: """
        create table contacts (
            business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
            id uuid not null, name text collate "und-x-icu" not null check (name <> ''), email text, phone text,
            segment text not null default 'lead', firm_id uuid, born date, worth bigint, worth_currency text,
            notes text not null default '', points bigint not null default 0,
            version integer not null default 1, created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
            search text generated always as (lower(name)) stored, primary key (business_id, id),
            foreign key (business_id, firm_id) references firms);
        create index on contacts (business_id, lower(email)) where deleted_at is null;
        call kontor.record('contacts', '{name}');
        """)])

struct Contact: Record {
    var id = ID<Contact>()
    var name = "", email: EmailAddress?, phone: PhoneNumber?, segment = Segment.lead
    var firm: ID<Firm>?
    var born: Day?, worth: Money?, notes = "", points = 0

    static let schema = Schema<Contact>("contacts") {
        Field("name", \.name, .required, .searchable, .sortable, .autocomplete("name"))
        Field("email", \.email)
        Field("phone", \.phone)
        Field("segment", \.segment, .imported(as: ["Lifecycle Stage"]))
        Field("firm", \.firm)
        Field("born", \.born)
        Field("worth", \.worth)
        Field("notes", \.notes, .long)
        Field("points", \.points, .platform)
    }

    enum Segment: String, ChoiceValue {
        case lead, subscriber, regular, vip
        static var synonyms: [String: Segment] { ["customer": .regular] }
    }
}

private func texts(_ name: String, _ contacts: String) -> String {
    """
    name: Club
    summary: People
    contacts:
      singular: Contact
      plural: \(contacts)
      count: "{count}"
      fields: {name: \(name), email: E-mail, phone: Phone, segment: Segment, firm: Firm, born: Born, worth: Worth, notes: Notes, points: Points}
      choices: {segment: {lead: Lead, subscriber: Subscriber, regular: Regular, vip: VIP}}
    """
}

private let clubTexts: TestTexts = [
    "club": [.en: texts("Name", "Contacts"), .es: texts("Nombre", "Contactos"), .ar: texts("الاسم", "جهات")],
    "offices": [.en: officeTexts("Name", "Firms"), .es: officeTexts("Nombre", "Empresas"), .ar: officeTexts("الاسم", "شركات")],
]

/// Calls `body` with a platform that has the club, and the owner of a business on it.
func withClub<T>(_ body: (TestPlatform, Scope) async throws -> T) async throws -> T {
    try await TestPlatform.with([offices, club], texts: clubTexts) { platform in
        try await body(platform, platform.register("Acme"))
    }
}

extension TestImport {
    /// Uploads a file of contacts.
    init(_ text: String, as scope: Scope, on platform: TestPlatform) async throws {
        try await self.init(Array(text.utf8), into: "/club/contacts", as: scope, on: platform)
    }
}

extension TestPlatform {
    /// Runs a statement behind everybody's back.
    func arrange(_ sql: SQL) async throws { _ = try await superuser.write(Query.execute(sql)) }
}

extension Scope {
    /// What the contacts hold that are there, in the order they were added.
    func contacts(_ columns: SQL = "concat_ws('|', c.name, c.email)") async throws -> [String] {
        try await db.rows("""
            select \(columns) from contacts c left join firms f on f.id = c.firm_id where c.deleted_at is null order by c.id
            """) { row in try row.next(String.self) }
    }

    func count(_ from: SQL) async throws -> Int { try await db.value("select count(*) from \(from)") }
}

extension ImportReportPage {
    /// The figures by their labels.
    var counts: [String: String] { Dictionary(uniqueKeysWithValues: figures.map { ($0.label, $0.value) }) }
    var wrong: [String] { wrongRows.map { "\($0.line): \($0.column): \($0.reason)" } }
}
