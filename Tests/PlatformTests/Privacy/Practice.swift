import FoundationEssentials
import Logging
import Support

@testable import Platform

/// A module that knows people in several ways: as clients, in invoices that a law keeps, and in the texts of errands.
let practice = Module(
    "practice", records: [.record(Client.self), .record(Invoice.self), .record(Errand.self)],
    migrations: [Migration("practice/0001_tables", sql: practiceTables)],
    grounds: [RetentionGround("tax", of: Invoice.self, years: 10)])

struct Client: Record, Equatable {
    var id = ID<Client>()
    var name = ""
    var email: EmailAddress?
    var phone: PhoneNumber?
    var about = ""
    var photo: ImageReference?
    var ward = ""

    static let schema = Schema<Client>("clients") {
        Field("name", \.name, .required, .searchable, .sortable, .personal)
        Field("email", \.email, .searchable, .personal)
        Field("phone", \.phone, .personal)
        Field("about", \.about, .long, .personal)
        Field("photo", \.photo, .personal)
        Field("ward", \.ward)
    }
}

struct Invoice: Record, Equatable {
    var id = ID<Invoice>()
    var number = ""
    var email: EmailAddress?

    static let schema = Schema<Invoice>("invoices") {
        Field("number", \.number, .required, .searchable, .sortable)
        Field("email", \.email, .personal)
    }
}

struct Errand: Record, Equatable {
    var id = ID<Errand>()
    var name = ""
    var details = ""
    var client: ID<Client>?

    static let schema = Schema<Errand>("errands") {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("details", \.details, .long)
        Field("client", \.client)
    }
}

private func table(_ name: String, _ columns: String, searched: String, _ more: String = "") -> String {
    """
    create table \(name) (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, \(columns),
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(\(searched))) stored, primary key (business_id, id)\(more)
    );
    create index on \(name) (business_id, \(name == "invoices" ? "number" : "name"), id) where deleted_at is null;
    create index on \(name) using gin (business_id, search gin_trgm_ops);
    call kontor.record('\(name)', '{\(name == "invoices" ? "number" : "name")}');

    """
}

private let practiceTables = table(
        "clients", "name text collate \"und-x-icu\" not null, email text, phone text, about text not null, photo uuid, ward text not null",
        searched: "name || ' ' || coalesce(email, '')")
    + table("invoices", "number text collate \"und-x-icu\" not null, email text", searched: "number")
    + table(
        "errands", "name text collate \"und-x-icu\" not null, details text not null, client_id uuid", searched: "name",
        ", foreign key (business_id, client_id) references clients")
    + "call kontor.file('clients', 'photo', 'image');"

private let practiceWords = """
    name: Practice
    summary: Whom one looks after.
    grounds: {tax: The tax office wants invoices for ten years.}
    clients:
      singular: Client
      plural: Clients
      count: "{count} clients"
      fields: {name: Name, email: E-mail, phone: Phone, about: About, photo: Photo, ward: Ward}
    invoices:
      singular: Invoice
      plural: Invoices
      count: "{count} invoices"
      fields: {number: Number, email: E-mail}
    errands:
      singular: Errand
      plural: Errands
      count: "{count} errands"
      fields: {name: Name, details: Details, client: Client}
    """

let practiceTexts: TestTexts = ["practice": [.en: practiceWords, .es: practiceWords, .ar: practiceWords]]

/// Calls `body` with a platform that has the practice, and the owners of two businesses.
func withPractices(_ body: (TestPlatform, Scope, Scope) async throws -> Void) async throws {
    try await TestPlatform.with([practice], texts: practiceTexts) { platform in
        try await body(platform, platform.register("Acme"), platform.register("Globex"))
    }
}

extension TestPlatform {
    func clients(_ scope: Scope) -> Records<Client> { Records(RecordKind(module: "practice"), in: scope) }
    func invoices(_ scope: Scope) -> Records<Invoice> { Records(RecordKind(module: "practice"), in: scope) }
    func errands(_ scope: Scope) -> Records<Errand> { Records(RecordKind(module: "practice"), in: scope) }

    func count(_ from: SQL) async throws -> Int { try await superuser.read(Query<Int>.value("select count(*) from \(from)")) }

    /// The tables of which any row holds that text, in whichever column and case, also as bytes; not those of these businesses.
    func tables(holding text: String, but business: ID<Business>? = nil) async throws -> [String] {
        let all = try await superuser.read(.rows("""
            select c.relname::text, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'business_id' and not a.attisdropped)
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname = 'public' order by c.relname
            """) { row in (try row.next(String.self), try row.next(Bool.self)) })
        var found: [String] = []
        for (table, isTenant) in all {
            let other: SQL = isTenant ? "(t.business_id is distinct from \(business))" : "true"
            let sql: SQL = """
                select count(*) from \(identifier: table) t where \(other)
                   and (position(lower(\(text)) in lower(t::text)) > 0 or position(encode(convert_to(\(text), 'UTF8'), 'hex') in t::text) > 0)
                """
            if try await superuser.read(Query<Int>.value(sql)) > 0 { found.append(table) }
        }
        return found
    }

    /// Puts Ada everywhere a business can know her.
    /// - Returns: her own record.
    func acquaint(_ scope: Scope) async throws -> Client {
        var ada = Client(name: "Ada Lovelace", about: "Plays chess", ward: "North")
        try await clients(scope).create(ada)
        (ada.email, ada.phone) = (EmailAddress("Ada@Example.com"), PhoneNumber("+44 (0)20 7946-0018"))
        _ = try await clients(scope).update(ada, from: 1)
        let path = "/practice/clients/\(ada.id)"
        _ = try await ask(.post, "\(path)/notes", as: scope, form: Form([("body", "Called Ada at home")]))
        _ = try await post("\(path)/attachments", as: scope, files: [TestFile("file", "ada.png", TestFile.pixel("ada"))])
        let errand = Errand(name: "Flowers", details: "Deliver, then write to ADA@example.com. Not to nada@example.com!", client: ada.id)
        try await errands(scope).create(errand)
        _ = try await ask(.post, "/practice/errands/\(errand.id)/notes", as: scope, form: Form([("body", "Ring 020 7946 0018 before")]))
        try await invoices(scope).create(Invoice(number: "R-1", email: EmailAddress("ada@example.com")))
        var old = Invoice(number: "R-0")
        old.email = EmailAddress("ada@example.com")
        try await invoices(scope).create(old)
        try await arrange("update invoices set created_at = now() - interval '11 years' where id = \(old.id)")
        try await remember(ada, errand, scope)
        return ada
    }

    /// What is kept for a while.
    private func remember(_ ada: Client, _ errand: Errand, _ scope: Scope) async throws {
        let file = ID<StoredImport>()
        try await arrange("""
            insert into imports (business_id, id, record, file_name, format, member_id, state)
            values (\(scope.business.id), \(file), 'clients', 'a.csv', '{"encoding": "utf-8"}', \(scope.member.id), 'done')
            """)
        for (number, bytes) in ["name,email\nAda,ada@ex", "ample.com\n"].enumerated() {
            try await arrange("insert into import_pieces (business_id, import_id, number, bytes) values (\(scope.business.id), \(file), \(Int32(number)), convert_to(\(bytes), 'UTF8'))")
        }
        try await scope.db.write(
            Query.execute("insert into bulk_changes (edit_id, record, record_id, member_id, version_after, before) values (\(ID<Event>()), 'clients', \(ada.id), \(scope.member.id), 2, '{\"name\": \"Ada\"}')"),
            Query.execute("insert into kept_answers (member_id, key, request, status, headers, body) values (\(scope.member.id), 'k', '', 201, '{}', convert_to('{\"email\":\"ada@example.com\"}', 'UTF8'))"),
            Query.execute("insert into saved_views (id, record, member_id, name, page, query) values (\(ID<Event>()), 'clients', \(scope.member.id), 'x', 'list', 'q=ada%40example.com')"),
            Query.execute("insert into invitations (id, email, role, invited_by, digest, expires_at) values (\(ID<Event>()), 'Ada@example.com', 'staff', \(scope.member.id), \(Secret().digest), now())"),
            Query.execute("select kontor.post_mail(\(ID<Mail>()), 'invitation', 'ada@example.com', 'en', 'You are invited', 'x', 'x', null)"))
    }
}
